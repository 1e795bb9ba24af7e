"""Whether two files are of one match, and which of them tells more.

A file is the word of who uploaded it. Its GUID alone proves nothing: it opens somebody else's match
only together with everything that whoever played it knows.
"""

from __future__ import annotations

from datetime import timedelta

from rlcoach.services.matching.facts import GoalFact, MatchFacts

_CLOCK_TOLERANCE_SECONDS = 1.0
"""The clock is sent in whole seconds, and a goal may be told a frame before or after its change."""
_COVER_TOLERANCE_SECONDS = 2.0
_START_TOLERANCE = timedelta(hours=1)
"""Files may start later than the match, never another day."""


def is_same_match(one: MatchFacts, other: MatchFacts) -> bool:
    """Whether GUID, map, teams, accounts and the goals of the common stretch agree.

    Who joined late holds less of a match and of its players, and who left early too: the accounts
    of one file must all be in the other, and goals are compared where both files have play.
    """
    if one.guid is None or one.guid != other.guid or one.map is None or one.map != other.map:
        return False
    return (
        _have_same_accounts(one, other)
        and _start_together(one, other)
        and _agree_on_goals(one, other)
    )


def tells_more(new: MatchFacts, old: MatchFacts) -> bool:
    """Whether an analysis of the same match should take the place of another.

    It must have more frames and lack nothing: neither a stretch of the match, nor a player, nor
    anything that was counted.
    """
    return (
        new.frames_count > old.frames_count
        and _covers(new, old)
        and old.teams.keys() <= new.teams.keys()
        and all(
            _is_at_least(new.scoreboards[account], scoreboard)
            for account, scoreboard in old.scoreboards.items()
        )
    )


def _have_same_accounts(one: MatchFacts, other: MatchFacts) -> bool:
    fewer, more = sorted((one.teams, other.teams), key=len)
    return bool(fewer) and all(
        account in more and more[account] == team for account, team in fewer.items()
    )


def _start_together(one: MatchFacts, other: MatchFacts) -> bool:
    if one.sent_start is None or other.sent_start is None:
        return True
    return abs(one.sent_start - other.sent_start) <= _START_TOLERANCE


def _agree_on_goals(one: MatchFacts, other: MatchFacts) -> bool:
    if one.covered_seconds is None or other.covered_seconds is None:
        return _are_all_the_same(one, other)
    first = max(one.covered_seconds[0], other.covered_seconds[0])
    last = min(one.covered_seconds[1], other.covered_seconds[1])
    if first > last:
        return False  # Nothing in common that could agree.

    def is_inside(goal: GoalFact) -> bool:
        """Whether both files must have it; at the edges of the stretch either may lack it."""
        at = goal.forward_seconds
        return at is None or (
            first + _CLOCK_TOLERANCE_SECONDS < at < last - _CLOCK_TOLERANCE_SECONDS
        )

    left, right = list(one.goals), list(other.goals)
    while left and right:
        if _is_same_goal(left[0], right[0]):
            left.pop(0)
            right.pop(0)
        elif not is_inside(left[0]) and not _is_later(left[0], right[0]):
            left.pop(0)
        elif not is_inside(right[0]):
            right.pop(0)
        else:
            return False
    return not any(is_inside(goal) for goal in (*left, *right))


def _are_all_the_same(one: MatchFacts, other: MatchFacts) -> bool:
    """For matches without a clock: all goals in the same order."""
    return len(one.goals) == len(other.goals) and all(
        _is_same_goal(left, right) for left, right in zip(one.goals, other.goals, strict=True)
    )


def _is_same_goal(one: GoalFact, other: GoalFact) -> bool:
    if one.team != other.team or one.scorer != other.scorer:
        return False
    if one.forward_seconds is None or other.forward_seconds is None:
        return one.forward_seconds is other.forward_seconds
    return abs(one.forward_seconds - other.forward_seconds) <= _CLOCK_TOLERANCE_SECONDS


def _is_later(one: GoalFact, other: GoalFact) -> bool:
    if one.forward_seconds is None or other.forward_seconds is None:
        return False
    return one.forward_seconds > other.forward_seconds


def _covers(new: MatchFacts, old: MatchFacts) -> bool:
    if old.covered_seconds is None:
        return True
    if new.covered_seconds is None:
        return False
    return (
        new.covered_seconds[0] <= old.covered_seconds[0] + _COVER_TOLERANCE_SECONDS
        and new.covered_seconds[1] >= old.covered_seconds[1] - _COVER_TOLERANCE_SECONDS
    )


def _is_at_least(new: tuple[int | None, ...], old: tuple[int | None, ...]) -> bool:
    return all(
        before is None or (now is not None and now >= before)
        for now, before in zip(new, old, strict=True)
    )
