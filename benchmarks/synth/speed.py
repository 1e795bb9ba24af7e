"""`python -m benchmarks.synth speed`: CPU seconds of matches: thinking, simulating, writing.

A match is played twice: by its brains, whose controls are kept, and by nothing but those controls.
The second play is the match's own time, the difference is the brains'.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from rich.console import Console
from rich.table import Table

from rlcoach.synth.match import Rules, play
from rlcoach.synth.match_record import MatchPlayer, MatchRecord, MatchSetting
from rlcoach.synth.physics.car import Controls
from rlcoach.synth.players import STYLES, brain
from rlcoach.synth.situation import Brain, Situation
from rlcoach.synth.writing import write_replay

_SETTING = MatchSetting(guid="0123456789ABCDEF" * 2, start=datetime(2026, 3, 10, 18, tzinfo=UTC))
_LEVEL = 0.6


@dataclass(frozen=True)
class Times:
    """CPU seconds of one match."""

    seed: int
    recorded_seconds: float
    """Of the recording, without what it jumps over."""
    frames: int
    thinking: float
    simulating: float
    writing: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.thinking + self.simulating + self.writing


@dataclass
class _Kept:
    """A brain whose controls are kept."""

    brain: Brain
    controls: list[Controls] = field(default_factory=list)

    def decide(self, situation: Situation, me: int) -> Controls:
        controls = self.brain.decide(situation, me)
        self.controls.append(controls)
        return controls

    def wants_ball_cam(self) -> bool:
        return self.brain.wants_ball_cam()


@dataclass
class _Again:
    """Presses what was kept."""

    controls: Iterator[Controls]

    def decide(self, _situation: Situation, _me: int) -> Controls:
        return next(self.controls)

    def wants_ball_cam(self) -> bool:
        return True


def measure(seed: int, *, team_size: int, match_seconds: int) -> Times:
    """One match of a seed."""
    players = [
        MatchPlayer(name=f"{team}-{row}", team=team, online_id=str(10 * team + row))
        for team in (0, 1)
        for row in range(team_size)
    ]
    rules = Rules(match_seconds=match_seconds)

    def once(brains: Sequence[Brain]) -> tuple[MatchRecord, float]:
        started = time.process_time()
        record = play(_SETTING, players, brains, seed=seed, rules=rules)
        return record, time.process_time() - started

    styles = list(STYLES.values())
    kept = [
        _Kept(brain(styles[(seed + row) % len(styles)], _LEVEL, seed=10 * seed + row))
        for row in range(2 * team_size)
    ]
    record, with_brains = once(kept)
    again, simulating = once([_Again(iter(one.controls)) for one in kept])
    if again.happenings != record.happenings:
        raise AssertionError("the same controls gave another match")
    started = time.process_time()
    write_replay(record)
    return Times(
        seed=seed,
        recorded_seconds=float(record.delta.sum()),
        frames=record.frame_count,
        thinking=max(with_brains - simulating, 0.0),
        simulating=simulating,
        writing=time.process_time() - started,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command."""
    options = _parser().parse_args(arguments)
    times = [
        measure(seed, team_size=options.team_size, match_seconds=options.seconds)
        for seed in range(options.seeds)
    ]
    Console().print(_table(times))
    return 0


def _table(times: Sequence[Times]) -> Table:
    table = Table(title="CPU seconds per match")
    for name in ("seed", "recorded s", "frames", "thinking", "simulating", "writing", "total"):
        table.add_column(name, justify="right")
    for one in times:
        table.add_row(str(one.seed), *_cells([one]))
    table.add_section()
    table.add_row("median", *_cells(times))
    return table


def _cells(times: Sequence[Times]) -> list[str]:
    return [
        f"{median(one.recorded_seconds for one in times):.0f}",
        f"{median(one.frames for one in times):.0f}",
        f"{median(one.thinking for one in times):.2f}",
        f"{median(one.simulating for one in times):.2f}",
        f"{median(one.writing for one in times):.2f}",
        f"{median(one.total for one in times):.2f}",
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synth speed", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many matches")
    parser.add_argument("--team-size", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=300, help="on the clock")
    return parser
