"""`rates`: how much happens per player and minute of play, in real matches and in simulated ones.

Simulated matches go the whole way: played, written as a file, and analysed like the real ones.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean, median

from rich.console import Console
from rich.table import Table

import rlcoach
from rlcoach.report.schema import Report
from rlcoach.synth.match import play
from rlcoach.synth.match_record import MatchPlayer, MatchSetting
from rlcoach.synth.players import STYLES, brain
from rlcoach.synth.writing import write_replay

SIZES = (1, 2, 3)
LEAST_SECONDS = 300.0
"""Of play: shorter matches were given up."""
SPREAD = 0.12
"""Simulated players are this much better or worse than the level asked for, at most."""
MOST_RATIO = 1.5
"""The aim: simulated rates within this factor of the human ones."""


@dataclass(frozen=True)
class Measure:
    """A row of the table."""

    label: str
    key: str
    is_rate: bool = True
    """Counts are divided by the minutes of play; averages and shares are taken as they are."""


RATES = (
    Measure("touches", "ball.hits"),
    Measure("boost used", "boost.used"),
    Measure("big pads", "pads.big"),
    Measure("small pads", "pads.small"),
    Measure("jumps", "movement.jumps"),
    Measure("double jumps", "movement.double_jumps"),
    Measure("dodges", "movement.dodges"),
    Measure("demolitions", "demo.inflicted"),
    Measure("shots", "core.shots"),
    Measure("saves", "core.saves"),
    Measure("goals", "core.goals"),
    Measure("aerials", "ball.aerials"),
    Measure("powerslides", "movement.powerslides"),
)
AVERAGES = (
    Measure("boost used, by ballchasing", "boost.bpm", is_rate=False),
    Measure("boost collected, by ballchasing", "boost.bcpm", is_rate=False),
    Measure("average boost", "boost.avg_amount", is_rate=False),
    Measure("without boost, %", "boost.percent_zero_boost", is_rate=False),
    Measure("average speed", "movement.avg_speed", is_rate=False),
    Measure("supersonic, %", "movement.percent_supersonic_speed", is_rate=False),
    Measure("on the ground, %", "movement.percent_ground", is_rate=False),
    Measure("high in the air, %", "movement.percent_high_air", is_rate=False),
    Measure("distance to the ball", "positioning.avg_distance_to_ball", is_rate=False),
    Measure("defensive third, %", "positioning.percent_defensive_third", is_rate=False),
    Measure("offensive third, %", "positioning.percent_offensive_third", is_rate=False),
    Measure("behind the ball, %", "positioning.percent_behind_ball", is_rate=False),
    Measure("ball camera, %", "camera.ball_cam_percent", is_rate=False),
)


@dataclass(frozen=True)
class Played:
    """What one match says: a row of values per player."""

    name: str
    team_size: int
    score: tuple[int, int]
    has_overtime: bool
    values: tuple[dict[str, float], ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; the exit status is 1 where a rate is not within the aim."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synth rates", description=__doc__)
    parser.add_argument("--replays", type=Path, required=True, help="folder of real replays")
    parser.add_argument("--matches", type=int, default=4, help="simulated, per team size")
    parser.add_argument("--level", type=float, default=0.6, help="skill of simulated players")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    files = sorted(options.replays.rglob("*.replay"))
    tasks = [
        (size, options.level, 1000 * options.seed + 10 * number + size)
        for size in SIZES
        for number in range(options.matches)
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        human = _unique(pool.map(_real, files, chunksize=4))
        simulated = list(pool.map(_simulated, tasks))
    console = Console(width=120)
    is_met = True
    for size in SIZES:
        real = [one for one in human if one.team_size == size]
        made = [one for one in simulated if one.team_size == size]
        is_met &= _print(console, size, real, made)
    return 0 if is_met else 1


def _unique(matches: Iterable[Played | None]) -> list[Played]:
    """Several players may have saved one match."""
    found = {one.name: one for one in matches if one is not None}
    return list(found.values())


def _real(path: Path) -> Played | None:
    """A standard match of people that was played to its end; None for anything else."""
    try:
        report = rlcoach.analyze(path)
    except rlcoach.ReplayError:
        return None
    players = [player for player in report.players if player.team is not None]
    is_standard = (
        report.match.mode == "soccar"
        and report.match.team_size in SIZES
        and len(players) == 2 * (report.match.team_size or 0)
        and not any(player.is_bot for player in players)
    )
    if not is_standard or max(_seconds(report)) < LEAST_SECONDS:
        return None
    return _played(report, report.match.match_guid or report.source.sha256)


def _simulated(task: tuple[int, float, int]) -> Played:
    team_size, level, seed = task
    dice = Random(seed)
    styles = list(STYLES.values())
    count = 2 * team_size
    brains = [
        brain(
            dice.choice(styles),
            min(max(level + dice.uniform(-SPREAD, SPREAD), 0.0), 1.0),
            seed=seed * 100 + number,
        )
        for number in range(count)
    ]
    players = [
        MatchPlayer(
            f"Player {number}", number // team_size, online_id=str(7656119 * 10**10 + number)
        )
        for number in range(count)
    ]
    setting = MatchSetting(
        guid=f"{seed:032X}", start=datetime(2026, 3, 1, tzinfo=UTC), team_size=team_size
    )
    record = play(setting, players, brains, seed=seed)
    return _played(rlcoach.analyze(write_replay(record)), setting.guid)


def _seconds(report: Report) -> list[float]:
    """Of active play with a car, by player with a team."""
    return [
        sum(map(sum, player.shapes.occupancy))
        if player.shapes is not None and player.shapes.occupancy is not None
        else 0.0
        for player in report.players
        if player.team is not None
    ] or [0.0]


def _played(report: Report, name: str) -> Played:
    players = [player for player in report.players if player.team is not None]
    rows = []
    for player, seconds in zip(players, _seconds(report), strict=True):
        row = {
            one.key: float(player.stats[one.key]) / (seconds / 60 if one.is_rate else 1.0)
            for one in (*RATES, *AVERAGES)
            if one.key in player.stats and seconds > 0
        }
        rows.append(row)
    scores = [team.score or 0 for team in report.teams]
    return Played(
        name, len(players) // 2, (scores[0], scores[1]), report.match.overtime, tuple(rows)
    )


def _print(console: Console, size: int, human: list[Played], simulated: list[Played]) -> bool:
    """One team size; whether all rates are within the aim."""
    table = Table(title=f"{size}v{size}: {len(human)} human, {len(simulated)} simulated matches")
    table.add_column("per player and minute of play")
    for title in ("human mean", "median", "n", "simulated mean", "median", "n", "ratio"):
        table.add_column(title, justify="right")
    is_met = True
    for one in (*RATES, *AVERAGES):
        if one is AVERAGES[0]:
            table.add_section()
        real, made = _values(human, one.key), _values(simulated, one.key)
        ratio = mean(made) / mean(real) if real and made and mean(real) > 0 else None
        is_within = ratio is None or 1 / MOST_RATIO <= ratio <= MOST_RATIO
        is_met &= is_within or not one.is_rate
        shown = "" if ratio is None else f"{ratio:.2f}" if is_within else f"[red]{ratio:.2f}[/red]"
        table.add_row(one.label, *_columns(real), *_columns(made), shown)
    console.print(table)
    for title, matches in (("human", human), ("simulated", simulated)):
        scores = " ".join(
            f"{a}-{b}{'*' if one.has_overtime else ''}" for one in matches for a, b in [one.score]
        )
        console.print(f"{title} scores (* overtime): {scores}")
    return is_met


def _values(matches: list[Played], key: str) -> list[float]:
    return [row[key] for one in matches for row in one.values if key in row]


def _columns(values: list[float]) -> tuple[str, str, str]:
    if not values:
        return "", "", "0"
    return f"{mean(values):.2f}", f"{median(values):.2f}", str(len(values))
