"""What can go wrong with a user's replays."""

from __future__ import annotations

from rlcoach.core.errors import Conflict, NotFound


class ReplayNotFound(NotFound):
    """No such replay of this user."""

    code = "replay_not_found"
    sentence = "We could not find that replay among yours."


class ReplayFileNotFound(NotFound):
    """The user has not sent this match himself."""

    code = "replay_file_not_found"
    sentence = "You have no file of this match: another player uploaded it."


class ReplayNotGiven(Conflict):
    """Nobody, or nobody who is still here, gave the user this match."""

    code = "replay_not_given"
    sentence = "Nobody who could be refused gave you this match. You can delete it."


class ReplayPlayerNotFound(NotFound):
    """The player did not play in this match."""

    code = "player_not_found"
    sentence = "That player is not in this match."
