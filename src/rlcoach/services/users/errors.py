"""What can go wrong with users."""

from __future__ import annotations

from rlcoach.core.errors import AppError, Conflict, NotFound


class UserNotFound(NotFound):
    """No such user."""

    code = "user_not_found"
    sentence = "We could not find that user."


class UserAmbiguous(Conflict):
    """Several users have that name."""

    code = "user_ambiguous"
    sentence = "Several users have that name: give the id or the e-mail address."


class EmailTaken(Conflict):
    """Another user has that address."""

    code = "email_taken"
    sentence = "There is a user with that e-mail address already."


class TimeZoneUnknown(AppError):
    """Not a name of a time zone."""

    status = 422
    code = "time_zone_unknown"
    sentence = "We do not know that time zone. Names are like Europe/Berlin or America/New_York."
