"""Why somebody is not let in."""

from __future__ import annotations

from rlcoach.core.errors import NotAllowed, NotSignedIn


class TokenInvalid(NotSignedIn):
    """A token that is not ours, or is not what it says; which of both is not told."""

    code = "token_invalid"
    sentence = "Please sign in again."


class TokenExpired(NotSignedIn):
    """A token that was good once."""

    code = "token_expired"
    sentence = "Please sign in again: it has been too long."


class ScopeMissing(NotAllowed):
    """A token for something else."""

    code = "scope_missing"
    sentence = "This token does not allow that. Create one that does in your settings."


class UpgradeRequired(NotAllowed):
    """Something of a paid tier."""

    code = "upgrade_required"
    sentence = "This is part of rlcoach Pro."
