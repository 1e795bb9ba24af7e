"""Why an upload is refused as a whole, and why a single file of it is."""

from __future__ import annotations

from dataclasses import dataclass

from rlcoach.core.errors import AppError, NotFound, TooLarge, TooMany, Unavailable
from rlcoach.services.uploads.limits import MAX_BATCH_FILES, MAX_FILE_BYTES, MAX_FILES_PER_HOUR

_MEGABYTE = 1024 * 1024


class UploadMalformed(AppError):
    """The body is not what this address takes."""

    status = 422
    code = "malformed_request"
    sentence = "Send one or more files as multipart/form-data, each in a part named `files`."


class UploadTooLarge(TooLarge):
    """More files, or more bytes, than are taken at once."""

    sentence = (
        f"At most {MAX_BATCH_FILES} replays of {MAX_FILE_BYTES // _MEGABYTE} MB each can be sent "
        "at once. Please send the rest in a second go."
    )


class UploadTooSlow(AppError):
    """Nothing comes any more, or next to nothing."""

    status = 408
    code = "upload_too_slow"
    sentence = "The upload has stopped. Please send the replays again, or fewer of them at once."


class UploadsUnderWay(TooMany):
    """The user sends several at the same time already."""

    code = "uploads_under_way"
    sentence = "You are sending several uploads already. Please wait until one of them is through."
    retry_after_seconds = 10


class UploadsBusy(Unavailable):
    """All users together send as much as can be read at the same time."""

    code = "uploads_busy"
    sentence = "Very many replays are coming in at the moment. Please try again in a few seconds."
    retry_after_seconds = 10


class UploadLimitReached(TooMany):
    """The hour's files are used up."""

    code = "upload_limit_reached"
    sentence = f"You can send {MAX_FILES_PER_HOUR} replays an hour. Please wait and send the rest."


class UploadQueueFull(Unavailable):
    """Too many files wait already."""

    code = "queue_full"
    sentence = "Very many replays are waiting to be analysed. Please try again later."


class UploadDiskFull(Unavailable):
    """There is no room for more files."""

    code = "disk_full"
    sentence = "We cannot take any more replays at the moment. Please try again later."
    retry_after_seconds = 600


class UploadNotFound(NotFound):
    """No such upload of this user."""

    code = "upload_not_found"
    sentence = "We could not find that upload."


@dataclass(frozen=True)
class Rejection:
    """Why a single file is not taken; the others of its batch are."""

    code: str
    sentence: str


EMPTY = Rejection("empty_file", "This file is empty. Please choose the replay again.")
TOO_LARGE = Rejection(
    "file_too_large",
    f"This file is larger than {MAX_FILE_BYTES // _MEGABYTE} MB, which no replay is.",
)
NOT_A_REPLAY = Rejection(
    "not_a_replay",
    "This is not a Rocket League replay. Replays are the files that end in .replay, in the game's "
    "folder TAGame/Demos.",
)
DAMAGED_HEADER = Rejection(
    "damaged_header",
    "The beginning of this replay is damaged, so it cannot be read. Please save it from the game "
    "again, if you still can.",
)
