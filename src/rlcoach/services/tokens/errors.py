"""What can go wrong with a user's tokens."""

from __future__ import annotations

from rlcoach.core.errors import AppError, Conflict, NotFound


class ApiTokenNotFound(NotFound):
    """No such token of this user."""

    code = "token_not_found"
    sentence = "We could not find that token."


class ApiTokenEndInvalid(AppError):
    """It would end before it begins, or never in anybody's life."""

    status = 422
    code = "token_end_invalid"
    sentence = "A token has to end in the future, within ten years."


class ApiTokensTooMany(Conflict):
    """The user has as many as one can have."""

    code = "too_many_tokens"
    sentence = "You have very many tokens. Please delete one that you do not need any more."
