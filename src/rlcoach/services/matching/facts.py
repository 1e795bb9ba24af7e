"""What two files of one match must have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rlcoach.db.models import PlayerGameStats, Replay
from rlcoach.report.schema import Goal, Player, Report

_MAX_GUID_CHARACTERS = 64


@dataclass(frozen=True)
class GoalFact:
    """A goal as every file tells it that holds its moment."""

    team: int
    forward_seconds: float | None
    """On the clock of `MatchFacts.covered_seconds`."""
    scorer: str | None
    """Account, None where nobody with one was credited."""


Scoreboard = tuple[int | None, int | None, int | None, int | None]
"""Goals, assists, saves, shots: during a match they only rise."""


@dataclass(frozen=True)
class MatchFacts:
    """A match as one file tells it."""

    guid: str | None
    map: str | None
    sent_start: datetime | None
    """As the server sent it; None where it had to be estimated."""
    teams: Mapping[str, int | None]
    """Team by account. Bots and guests have none."""
    scoreboards: Mapping[str, Scoreboard]
    goals: Sequence[GoalFact]
    covered_seconds: tuple[float, float] | None
    """The stretch of the match the file holds, see `engine.full_analysis.FullAnalysis`."""
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
        scoreboards={
            player.id: (player.goals, player.assists, player.saves, player.shots)
            for player in accounts
        },
        goals=goal_facts([stored_goal(goal) for goal in report.goals]),
        covered_seconds=covered_seconds,
        frames_count=report.match.frames or 0,
    )


def facts_of_rows(replay: Replay, players: Sequence[PlayerGameStats]) -> MatchFacts:
    """What the database says of a match."""
    accounts = [player for player in players if player.player_id is not None]
    covered = None
    if replay.covered_from_seconds is not None and replay.covered_to_seconds is not None:
        covered = (replay.covered_from_seconds, replay.covered_to_seconds)
    return MatchFacts(
        guid=replay.match_guid,
        map=replay.map,
        sent_start=None if replay.is_start_estimated else replay.started_at,
        teams={player.report_player_id: player.team for player in accounts},
        scoreboards={
            player.report_player_id: (player.goals, player.assists, player.saves, player.shots)
            for player in accounts
        },
        goals=goal_facts(replay.goals),
        covered_seconds=covered,
        frames_count=replay.frames_count,
    )


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


def _forward(clock: object, *, in_overtime: bool) -> float | None:
    if not isinstance(clock, int):
        return None
    return float(clock if in_overtime else -clock)
