"""What every readable form of a report says, as plain values: no layout, nothing escaped yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rlcoach.report.schema import Goal, Player, Report, Team

NOTHING = "-"
TEAM_NAMES = ("Blue", "Orange")


@dataclass(frozen=True)
class Column:
    """One number per player."""

    title: str
    short_title: str
    value: Callable[[Player], int | None]


def _counted(name: str) -> Callable[[Player], int | None]:
    return lambda player: getattr(player.counts, name) if player.counts else None


COLUMNS = (
    Column("score", "pts", lambda player: player.score),
    Column("goals", "G", lambda player: player.goals),
    Column("assists", "A", lambda player: player.assists),
    Column("saves", "sv", lambda player: player.saves),
    Column("shots", "sh", lambda player: player.shots),
    Column("demos", "demo", lambda player: player.demolitions),
    Column("died", "died", lambda player: player.demolished),
    Column("boosts", "boost", _counted("boost_activations")),
    Column("jumps", "jump", _counted("jumps")),
    Column("doubles", "dbl", _counted("double_jumps")),
    Column("dodges", "dodge", _counted("dodges")),
)


def number(value: int | None) -> str:
    """A number, or a dash where it is not known."""
    return NOTHING if value is None else str(value)


def clock(seconds: float) -> str:
    """Minutes and seconds; hours where there are some."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def team_name(team: Team) -> str:
    """The name the team gave itself, else its colour."""
    return team.name or TEAM_NAMES[team.team]


def score(report: Report) -> str:
    """`2 - 1`, blue first."""
    goals = {team.team: team.score for team in report.teams}
    return f"{number(goals.get(0))} - {number(goals.get(1))}"


def recorded_seconds(report: Report) -> float | None:
    """Length of the recording; None where only the header is readable."""
    first, last = report.match.start_time, report.match.end_time
    return None if first is None or last is None else last - first


def what(report: Report) -> str:
    """What was played: the playlist where known, else game type and mode."""
    match = report.match
    if match.playlist:
        return match.playlist
    parts = (match.game_type or match.match_type, match.mode)
    return " ".join(part for part in parts if part) or "unknown mode"


def where(report: Report) -> str:
    """The map's name, or its package where it has none."""
    return report.match.map_name or report.match.map or "unknown map"


def when(report: Report) -> str | None:
    """Date and time of saving, to the minute."""
    date = report.match.date
    return None if date is None else date.replace("T", " ")[:16]


def circumstances(report: Report) -> list[str]:
    """What, where, when, how long, and how it ended."""
    match = report.match
    seconds = recorded_seconds(report)
    ends = None
    if match.overtime:
        extra = match.overtime_seconds
        ends = "overtime" if extra is None else f"overtime +{clock(extra)}"
    parts = (
        what(report),
        where(report),
        when(report),
        None if seconds is None else clock(seconds),
        ends,
        "forfeit" if match.forfeit else None,
        "sample" if match.is_sample else None,
    )
    return [part for part in parts if part]


def players_of(report: Report, team: int | None) -> list[Player]:
    """The team's players, highest score first."""
    mine = [player for player in report.players if player.team == team]
    return sorted(mine, key=lambda player: -(player.score or 0))


def car(player: Player) -> str:
    """The car's name; its number where this version does not know it."""
    if player.car is None:
        return NOTHING
    return player.car.body or f"car {player.car.body_id}"


def goal_clock(goal: Goal) -> str:
    """The match clock as shown when the goal fell."""
    if goal.clock is None:
        return f"frame {goal.frame}"
    return f"+{clock(goal.clock)}" if goal.in_overtime else clock(goal.clock)


def scorer(report: Report, goal: Goal) -> str:
    """Who was credited with the goal."""
    names = {player.id: player.name for player in report.players}
    named = names.get(goal.player) if goal.player else None
    return named or goal.player_name or "nobody"


def remarks(report: Report) -> list[str]:
    """What a reader should know about how far the report goes."""
    quality = report.quality
    found = [f"Only the header could be read: {quality.degraded}"] if quality.degraded else []
    found += quality.missing
    if quality.unknown_attributes:
        names = ", ".join(quality.unknown_attributes)
        found.append(f"Attributes this version does not know: {names}.")
    return found
