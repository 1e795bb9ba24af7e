"""What can go wrong, as the API says it: a status, a code for programs, a sentence for people.

Each service declares its own errors beside itself, named `<Noun><Problem>` (`ReplayNotFound`),
below one of the families here. An error that is no `AppError` is a bug, and answered with 500.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

Details = Mapping[str, str | int | float | bool | None]


class AppError(Exception):
    """An expected problem. A subclass gives `code`; a family gives `status`.

    Args:
        sentence: what to tell the user; where it is left out, the class's own `sentence`.
        details: facts for programs, handed out with the problem.
        retry_after_seconds: when asking again may help; where it is left out, the class's own.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    sentence: str = "Something went wrong on our side."
    retry_after_seconds: int | None = None

    def __init__(
        self,
        sentence: str | None = None,
        *,
        details: Details | None = None,
        retry_after_seconds: int | None = None,
    ) -> None:
        self.sentence = sentence or type(self).sentence
        self.details: Details = dict(details or {})
        if retry_after_seconds is not None:
            self.retry_after_seconds = retry_after_seconds
        super().__init__(self.sentence)

    @property
    def is_fault(self) -> bool:
        """Whether it belongs in the log of faults: refusing somebody is normal business."""
        return self.status == 500


class NotSignedIn(AppError):
    """Nobody, or nobody any more: a token that is missing, wrong or too old."""

    status = 401
    code = "not_signed_in"
    sentence = "Please sign in."


class PaymentRequired(AppError):
    """What was paid for is used up."""

    status = 402
    code = "payment_required"
    sentence = "This needs a payment."


class NotAllowed(AppError):
    """Known, but not allowed to."""

    status = 403
    code = "not_allowed"
    sentence = "You are not allowed to do this."


class NotFound(AppError):
    """Not there, or somebody else's: both look the same from outside."""

    status = 404
    code = "not_found"
    sentence = "We could not find that."


class Conflict(AppError):
    """It contradicts what is there already."""

    status = 409
    code = "conflict"
    sentence = "This contradicts what is already there."


class TooLarge(AppError):
    """More than is accepted at once."""

    status = 413
    code = "too_large"
    sentence = "This is more than we accept at once."


class TooMany(AppError):
    """More often than is allowed; `retry_after_seconds` says when it is again."""

    status = 429
    code = "too_many_requests"
    sentence = "That was too often. Please wait a moment."


class Unavailable(AppError):
    """Cannot be done now, through no fault of who asks."""

    status = 503
    code = "unavailable"
    sentence = "This is not available at the moment. Please try again later."
