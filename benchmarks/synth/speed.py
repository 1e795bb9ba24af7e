"""CPU seconds of a simulated match, split into thinking, simulating and writing.

A match is played twice: by its brains, whose controls are kept, and by nothing but those controls.
The second play is the match's own time, the difference is the brains'.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import cast

from benchmarks.synth.drivers import Driver
from rlcoach.synth.match import Rules, play
from rlcoach.synth.match_record import MatchPlayer, MatchRecord, MatchSetting
from rlcoach.synth.physics.car import Controls
from rlcoach.synth.situation import Brain, Situation

_SETTING = MatchSetting(guid="0123456789ABCDEF" * 2, start=datetime(2026, 3, 10, 18, tzinfo=UTC))
_WRITING = "rlcoach.synth.writing"
_PLAYERS = "rlcoach.synth.players"


@dataclass(frozen=True)
class Times:
    """CPU seconds of one match."""

    seed: int
    recorded_seconds: float
    """Of the recording, without what it jumps over."""
    frames: int
    thinking: float
    simulating: float
    writing: float | None
    """None where there is no writer."""

    @property
    def total(self) -> float:
        """All of it."""
        return self.thinking + self.simulating + (self.writing or 0.0)


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

    kept = [_Kept(_brain(10 * seed + row, row % team_size)) for row in range(2 * team_size)]
    record, with_brains = once(kept)
    again, simulating = once([_Again(iter(one.controls)) for one in kept])
    if again.happenings != record.happenings:
        raise AssertionError("the same controls gave another match")
    return Times(
        seed=seed,
        recorded_seconds=float(record.delta.sum()),
        frames=record.frame_count,
        thinking=max(with_brains - simulating, 0.0),
        simulating=simulating,
        writing=_write(record),
    )


def has_players() -> bool:
    """Whether simulated players are there; else the drivers of this benchmark play."""
    return find_spec(_PLAYERS) is not None


def _brain(seed: int, row: int) -> Brain:
    if not has_players():
        return Driver(seed, row)
    module = importlib.import_module(_PLAYERS)
    styles = list(module.STYLES.values())
    return cast(Brain, module.brain(styles[seed % len(styles)], 0.6, seed=seed))


def _write(record: MatchRecord) -> float | None:
    if find_spec(_WRITING) is None:
        return None
    write = cast(Callable[[MatchRecord], bytes], importlib.import_module(_WRITING).write_replay)
    started = time.process_time()
    write(record)
    return time.process_time() - started
