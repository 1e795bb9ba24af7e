"""What can go wrong with claims."""

from __future__ import annotations

from rlcoach.core.errors import Conflict, NotFound


class ClaimNotFound(NotFound):
    """The user has no such claim."""

    code = "claim_not_found"
    sentence = "You have no such account."


class ClaimedPlayerNotFound(NotFound):
    """No such player in any match of the user."""

    code = "claimed_player_not_found"
    sentence = "That player is in none of your matches."


class PlayerHasNoAccount(Conflict):
    """A bot, or a guest on somebody else's machine."""

    code = "player_has_no_account"
    sentence = "That player has no account of his own: say in the match itself that it was you."


class ClaimsTooMany(Conflict):
    """The user claims enough accounts."""

    code = "claims_too_many"
    sentence = "You have named as many accounts as we keep. Remove one first."
