"""What two files of one match must have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from rlcoach.db.models import PlayerGameStats, Replay
from rlcoach.report.schema import Goal, Player, Report
from rlcoach.services.matching.start import duration_seconds

_MAX_GUID_CHARACTERS = 64
_AWAY_SECONDS = 10.0
"""Players appear some seconds after the recording has begun, and go some before it ends."""


@dataclass(frozen=True)
class GoalFact:
    """A goal as every file tells it that holds its moment."""

    team: int
    forward_seconds: float | None
    """On the clock of `MatchFacts.covered_seconds`."""
    scorer: str | None
    """Account, None where nobody with one was credited."""


Scoreboard = tuple[int | None, int | None, int | None, int | None, int | None]
"""Goals, assists, saves, shots, score: during a match they only rise."""


@dataclass(frozen=True)
class MatchFacts:
    """A match as one file tells it."""

    guid: str | None
    map: str | None
    sent_start: datetime | None
    """As the server sent it; None where it had to be estimated."""
    teams: Mapping[str, int | None]
    """Team by account. Bots and guests have none."""
    stayed: Set[str]
    """Accounts that were there all the time the file holds."""
    scoreboards: Mapping[str, Scoreboard]
    goals: Sequence[GoalFact]
    is_forfeit: bool
    covered_seconds: tuple[float, float] | None
    """The stretch of the match the file holds, see `engine.full_analysis.FullAnalysis`. None also
    where the clock counts up from the beginning, as in knockout and without a time limit."""
    frames_count: int


def guid_of(report: Report) -> str | None:
    """The match's id as a file gives it; None where it has none, or something that is none."""
    guid = report.match.match_guid
    return guid if guid and len(guid) <= _MAX_GUID_CHARACTERS else None


def has_account(player: Player) -> bool:
    """Whether a player has a platform account of his own; guests on split screen have not."""
    return (
        not player.is_bot
        and player.platform is not None
        and player.online_id is not None
        and player.id == f"{player.platform}:{player.online_id}"
    )


def facts_of_report(
    report: Report,
    *,
    sent_start: datetime | None,
    covered_seconds: tuple[float, float] | None,
) -> MatchFacts:
    """What an analysis says."""
    accounts = [player for player in report.players if has_account(player)]
    return MatchFacts(
        guid=guid_of(report),
        map=report.match.map,
        sent_start=sent_start,
        teams={player.id: player.team for player in accounts},
        stayed={
            player.id
            for player in accounts
            if _has_stayed(present_seconds(player), duration_seconds(report.match))
        },
        scoreboards={
            player.id: (player.goals, player.assists, player.saves, player.shots, player.score)
            for player in accounts
        },
        goals=goal_facts([stored_goal(goal) for goal in report.goals]),
        is_forfeit=report.match.forfeit,
        covered_seconds=_forward_stretch(*(covered_seconds or (None, None))),
        frames_count=report.match.frames or 0,
    )


def facts_of_rows(replay: Replay, players: Sequence[PlayerGameStats]) -> MatchFacts:
    """What the database says of a match."""
    accounts = [player for player in players if player.player_id is not None]
    return MatchFacts(
        guid=replay.match_guid,
        map=replay.map,
        sent_start=None if replay.is_start_estimated else replay.started_at,
        teams={player.report_player_id: player.team for player in accounts},
        stayed={
            player.report_player_id
            for player in accounts
            if _has_stayed(player.played_seconds, replay.duration_seconds)
        },
        scoreboards={
            player.report_player_id: (
                player.goals,
                player.assists,
                player.saves,
                player.shots,
                player.score,
            )
            for player in accounts
        },
        goals=goal_facts(replay.goals),
        is_forfeit=replay.is_forfeit,
        covered_seconds=_forward_stretch(replay.covered_from_seconds, replay.covered_to_seconds),
        frames_count=replay.frames_count,
    )


def present_seconds(player: Player) -> float | None:
    """All stretches of being in the match; None where no frame shows him."""
    if not player.presence:
        return None
    return sum(max(0.0, span.end_time - span.start_time) for span in player.presence)


def stored_goal(goal: Goal) -> dict[str, object]:
    """A goal as `replays.goals` keeps it."""
    return {
        "team": goal.team,
        "clock": goal.clock,
        "in_overtime": goal.in_overtime,
        "scorer": goal.player,
    }


def goal_facts(stored: Sequence[Mapping[str, object]]) -> tuple[GoalFact, ...]:
    """Goals of `replays.goals`."""
    return tuple(
        GoalFact(
            team=1 if goal["team"] == 1 else 0,
            forward_seconds=_forward(goal["clock"], in_overtime=bool(goal["in_overtime"])),
            scorer=None if goal["scorer"] is None else str(goal["scorer"]),
        )
        for goal in stored
    )


def _has_stayed(present: float | None, duration: float | None) -> bool:
    return present is not None and duration is not None and present >= duration - _AWAY_SECONDS


def _forward_stretch(first: float | None, last: float | None) -> tuple[float, float] | None:
    if first is None or last is None or first > last:
        return None
    return first, last


def _forward(clock: object, *, in_overtime: bool) -> float | None:
    if not isinstance(clock, int):
        return None
    return float(clock if in_overtime else -clock)
