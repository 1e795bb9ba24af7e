"""Whether two files are of one match, and which of them tells more.

A file is the word of who uploaded it. GUID, map and accounts stand in any copy of a file, so they
open nothing: a file must know something that happened in the match besides. That is a goal both
tell of alike, or, where both go on to the same end, the final scoreboards. Who left before anything
of that kind has a match of his own.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from rlcoach.services.matching.facts import GoalFact, MatchFacts, Scoreboard

_CLOCK_TOLERANCE_SECONDS = 1.0
"""The clock is sent in whole seconds, and a goal may be told a frame before or after its change."""
_COVER_TOLERANCE_SECONDS = 2.0
_MATCH_SECONDS = (300.0, 600.0, 1200.0)
"""The lengths of normal time the game offers."""
_START_TOLERANCE = timedelta(hours=1)
"""Files may start later than the match, never another day."""


def is_same_match(one: MatchFacts, other: MatchFacts) -> bool:
    """Whether GUID, map, teams and accounts agree, and what happened in the common stretch.

    Who joined late holds less of a match and of its players, and who left early too: the accounts
    of one file must all be in the other, and goals are compared where both files have play. Who
    was there all through one file was there in the common stretch, so that both must have him: a
    file of bots with one known account is none of the match.
    """
    if one.guid is None or one.guid != other.guid or one.map is None or one.map != other.map:
        return False
    return (
        _have_same_accounts(one, other)
        and _start_together(one, other)
        and _know_the_same(one, other)
    )


def tells_more(new: MatchFacts, old: MatchFacts) -> bool:
    """Whether an analysis of the same match should take the place of another.

    It must hold a longer stretch of the match and lack nothing: neither a part of the former
    stretch, nor a player, nor anything that was counted.
    """
    return (
        covers_more(new, old)
        and old.teams.keys() <= new.teams.keys()
        and all(
            _is_at_least(new.scoreboards[account], scoreboard)
            for account, scoreboard in old.scoreboards.items()
        )
    )


def covers_more(new: MatchFacts, old: MatchFacts) -> bool:
    """Whether one holds all of the stretch of another that is not whole, and more.

    More frames are not more of the match. Nothing is more than a whole match, from the first
    kickoff to the end: whoever claims to know more than all of it does not.
    """
    return not _is_whole(old) and _covers(new, old) and not _covers(old, new)


def _have_same_accounts(one: MatchFacts, other: MatchFacts) -> bool:
    fewer, more = sorted((one, other), key=lambda facts: len(facts.teams))
    return (
        bool(fewer.teams)
        and fewer.teams.items() <= more.teams.items()
        and more.stayed <= fewer.teams.keys()
    )


def _start_together(one: MatchFacts, other: MatchFacts) -> bool:
    if one.sent_start is None or other.sent_start is None:
        return True
    return abs(one.sent_start - other.sent_start) <= _START_TOLERANCE


def _know_the_same(one: MatchFacts, other: MatchFacts) -> bool:
    """Whether nothing contradicts, and something is known that only who was there can know."""
    if one.covered_seconds is None or other.covered_seconds is None:
        return _are_all_the_same(one, other) and _have_same_scoreboards(one, other)
    first = max(one.covered_seconds[0], other.covered_seconds[0])
    last = min(one.covered_seconds[1], other.covered_seconds[1])
    if first > last:
        return False  # Nothing in common that could agree.
    goals = _common_goals(one, other, first=first, last=last)
    if goals is None:
        return False
    ends_apart = abs(one.covered_seconds[1] - other.covered_seconds[1])
    return goals > 0 or (
        ends_apart <= _COVER_TOLERANCE_SECONDS and _have_same_scoreboards(one, other)
    )


def _common_goals(one: MatchFacts, other: MatchFacts, *, first: float, last: float) -> int | None:
    """How many goals both tell of; None where one lacks a goal of the stretch that both hold."""

    def is_inside(goal: GoalFact) -> bool:
        """Whether both files must have it; at the edges of the stretch either may lack it."""
        at = goal.forward_seconds
        return at is None or (
            first + _CLOCK_TOLERANCE_SECONDS < at < last - _CLOCK_TOLERANCE_SECONDS
        )

    left, right = list(one.goals), list(other.goals)
    number = 0
    while left and right:
        if _is_same_goal(left[0], right[0]):
            left.pop(0)
            right.pop(0)
            number += 1
        elif not is_inside(left[0]) and not _is_later(left[0], right[0]):
            left.pop(0)
        elif not is_inside(right[0]):
            right.pop(0)
        else:
            return None
    return None if any(is_inside(goal) for goal in (*left, *right)) else number


def _have_same_scoreboards(one: MatchFacts, other: MatchFacts) -> bool:
    """Whether those in both have the same numbers, and anything was counted at all."""
    both = one.scoreboards.keys() & other.scoreboards.keys()
    return all(one.scoreboards[account] == other.scoreboards[account] for account in both) and any(
        any(one.scoreboards[account]) for account in both
    )


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


def _is_whole(facts: MatchFacts) -> bool:
    """Whether a file begins with the first kickoff and ends with the match."""
    if facts.covered_seconds is None:
        return False
    first, last = facts.covered_seconds
    goals = Counter(goal.team for goal in facts.goals)
    is_decided = last >= -_COVER_TOLERANCE_SECONDS and goals[0] != goals[1]
    return (facts.is_forfeit or is_decided) and any(
        abs(first + seconds) <= _COVER_TOLERANCE_SECONDS for seconds in _MATCH_SECONDS
    )


def _covers(new: MatchFacts, old: MatchFacts) -> bool:
    if old.covered_seconds is None:
        return True
    if new.covered_seconds is None:
        return False
    return (
        new.covered_seconds[0] <= old.covered_seconds[0] + _COVER_TOLERANCE_SECONDS
        and new.covered_seconds[1] >= old.covered_seconds[1] - _COVER_TOLERANCE_SECONDS
    )


def _is_at_least(new: Scoreboard, old: Scoreboard) -> bool:
    return all(
        before is None or (now is not None and now >= before)
        for now, before in zip(new, old, strict=True)
    )
