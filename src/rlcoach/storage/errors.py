"""What can go wrong with stored objects."""

from __future__ import annotations

from rlcoach.core.errors import AppError, Unavailable


class StorageUnavailable(Unavailable):
    """The storage does not answer, or refuses; trying again later may help."""

    code = "storage_unavailable"
    sentence = "Our storage does not answer at the moment. Please try again in a minute."
    retry_after_seconds = 60


class ObjectMissing(AppError):
    """What the database says is there, is not."""

    code = "object_missing"
    sentence = "Something of ours has got lost. We have been told."

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.add_note(f"object {key}")


class ObjectCorrupt(AppError):
    """An object is not what was stored under its key."""

    code = "object_corrupt"
    sentence = "Something of ours is damaged. We have been told."

    def __init__(self, key: str, why: str) -> None:
        super().__init__()
        self.key = key
        self.add_note(f"object {key}: {why}")
