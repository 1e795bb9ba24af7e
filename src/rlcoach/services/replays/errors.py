"""What can go wrong with a user's replays."""

from __future__ import annotations

from rlcoach.core.errors import AppError, NotFound, Unavailable


class ReplayNotFound(NotFound):
    """No such replay of this user."""

    code = "replay_not_found"
    sentence = "We could not find that replay among yours."


class ReplayFileNotFound(NotFound):
    """The user has not sent this match himself."""

    code = "replay_file_not_found"
    sentence = "You have no file of this match: another player uploaded it."


class ReplayPlayerNotFound(NotFound):
    """The player did not play in this match."""

    code = "player_not_found"
    sentence = "That player is not in this match."


class StoredObjectMissing(Unavailable):
    """Something that was stored is not there at the moment."""

    code = "file_unavailable"
    sentence = "We cannot get at this file at the moment. Please try again later."


class CursorInvalid(AppError):
    """A cursor that did not come from here."""

    status = 422
    code = "malformed_request"
    sentence = "The cursor is not one that this address has given out."
