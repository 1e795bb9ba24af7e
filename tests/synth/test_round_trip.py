"""Matches that were played come back from their files: bodies, and everything that happened.

Ten seeds are looked at here, all two hundred by `make prove`.
"""

from __future__ import annotations

import warnings
from collections import Counter as Tally
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import subtr_actor
from numpy.typing import NDArray

import rlcoach
from rlcoach.replay import kinds
from rlcoach.replay.decode import Decoder, decode
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from rlcoach.synth.match import Rules, play
from rlcoach.synth.match_record import (
    PARTS,
    Demolished,
    MatchPlayer,
    MatchRecord,
    MatchSetting,
    PadTaken,
    Scored,
    StatRise,
)
from rlcoach.synth.players import brain
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.style import STYLES
from rlcoach.synth.writing import write_replay
from rlcoach.synth.writing.era import CURRENT, LEGACY, Era

SEEDS, SEEDS_IN_SHORT = 200, 10
DECODERS: tuple[Decoder, ...] = ("native", "python")


@dataclass(frozen=True)
class Grain:
    """What an era's whole numbers leave of a body, half a step and the noise of a float32."""

    uu: float
    uu_per_s: float
    rad_per_s: float
    rad: float


GRAINS = {
    CURRENT.build.name: Grain(uu=0.0056, uu_per_s=0.0056, rad_per_s=0.0001, rad=2e-5),
    LEGACY.build.name: Grain(uu=0.51, uu_per_s=0.051, rad_per_s=0.00051, rad=3e-4),
}


def record_of(seed: int) -> MatchRecord:
    """A match of 20 to 40 seconds; seeds take turns at the sizes of teams."""
    size = 1 + seed % 3
    styles = list(STYLES.values())
    players = [
        MatchPlayer(
            f"{'Blue' if team == 0 else 'Orange'} {number}", team, online_id=f"{team}{seed}{number}"
        )
        for team in (0, 1)
        for number in range(size)
    ]
    brains = [
        brain(
            styles[(seed + row) % len(styles)],
            Skill.of(0.3 + 0.1 * (row % 5)),
            seed=100 * seed + row,
        )
        for row in range(len(players))
    ]
    setting = MatchSetting(
        guid=f"{seed:032X}", start=datetime(2026, 11, 1, 20, tzinfo=UTC), team_size=size
    )
    rules = Rules(
        match_seconds=20 + seed % 21, has_overtime=seed % 5 == 0, longest_overtime_seconds=20
    )
    return play(setting, players, brains, seed=seed, rules=rules)


def rows_of(record: MatchRecord) -> list[int]:
    """The record's row of each player of the tables, which have team 0 first."""
    return sorted(range(len(record.players)), key=lambda row: record.players[row].team)


def assert_bodies_come_back(record: MatchRecord, tables: MatchTables, grain: Grain) -> None:
    rows = rows_of(record)
    sent = tables.car_updates
    cars = record.cars.body[sent.frame, np.array(rows)[sent.player]]
    # A car is sent once more where it is destroyed; the record has none there any more.
    is_wreck = np.isnan(cars[:, 0])
    assert set(sent.frame[is_wreck]) <= set(tables.demolitions.frame)
    cars[is_wreck, 0:3], cars[is_wreck, 3:7] = sent.position[is_wreck], sent.rotation[is_wreck]
    cars[is_wreck, 7:10], cars[is_wreck, 10:] = sent.velocity[is_wreck], sent.spin[is_wreck]
    balls = record.ball.body[tables.ball_updates.frame]
    # In the frame of a goal the ball has exploded, and its body stands still.
    balls[record.ball.is_hidden[tables.ball_updates.frame], 7:] = 0.0
    for updates, bodies in ((sent, cars), (tables.ball_updates, balls)):
        for name, width, column in (
            ("position", grain.uu, slice(0, 3)),
            ("velocity", grain.uu_per_s, slice(7, 10)),
            ("spin", grain.rad_per_s, slice(10, 13)),
        ):
            difference = np.abs(getattr(updates, name) - bodies[:, column])
            # A body at rest is sent without speeds.
            assert difference.max() <= width, name
        assert turn_between(updates.rotation, bodies[:, 3:7]).max() <= grain.rad


def turn_between(one: NDArray[np.float32], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radians between two rotations, small ones included."""
    other = other / np.linalg.norm(other, axis=1, keepdims=True)
    one = one / np.linalg.norm(one, axis=1, keepdims=True)
    sign = np.sign((one * other).sum(axis=1, keepdims=True))
    apart: NDArray[np.float64] = np.linalg.norm(one * sign - other, axis=1)
    return 2 * np.arcsin(np.minimum(apart / 2, 1.0))


def assert_every_stretch_is_sent(record: MatchRecord, tables: MatchTables) -> None:
    """The ball in nearly every frame of play, cars in every second or third."""
    is_there = (record.ball.life >= 0) & ~record.ball.is_hidden
    moves = is_there & (np.abs(np.nan_to_num(record.ball.body[:, 7:10])).max(axis=1) > 1)
    sent = np.zeros(record.frame_count, dtype=bool)
    sent[tables.ball_updates.frame] = True
    assert sent[moves].mean() > 0.94
    for player in range(len(record.players)):
        frames = np.unique(tables.car_updates.frame[tables.car_updates.player == player])
        assert len(frames) > record.frame_count / 5


def assert_happenings_come_back(record: MatchRecord, tables: MatchTables) -> None:
    rows = rows_of(record)
    of = [rows.index(row) for row in range(len(record.players))]
    happened = record.happenings
    goals = [(one.frame, one.team) for one in happened if isinstance(one, Scored)]
    assert list(zip(tables.goals.frame.tolist(), tables.goals.team.tolist(), strict=True)) == goals
    demolitions = [
        (one.frame, of[one.attacker], of[one.victim])
        for one in happened
        if isinstance(one, Demolished)
    ]
    found = tables.demolitions
    assert demolitions == list(
        zip(found.frame.tolist(), found.attacker.tolist(), found.victim.tolist(), strict=True)
    )
    pads = [(one.frame, of[one.player], one.pad) for one in happened if isinstance(one, PadTaken)]
    taken = tables.pickups
    assert sorted(pads) == sorted(
        zip(taken.frame.tolist(), taken.player.tolist(), taken.pad.tolist(), strict=True)
    )
    last = {(of[one.player], one.name): one.value for one in happened if isinstance(one, StatRise)}
    named = {"MatchScore": "SCORE", "MatchGoals": "GOALS", "MatchShots": "SHOTS"}
    for (player, name), value in last.items():
        if name in named:
            counter = kinds.Counter[named[name]]
            own = (tables.counters.player == player) & (tables.counters.counter == counter)
            assert tables.counters.value[own][-1] == value


def assert_activations_come_back(record: MatchRecord, tables: MatchTables) -> None:
    """As many jumps, dodges and boosts as the counters of all cars rose to odd numbers."""
    rows = rows_of(record)
    parts = [kinds.Component[part.upper()] for part in PARTS]
    expected: Tally[tuple[int, int]] = Tally()
    for player, row in enumerate(rows):
        life = record.cars.life[:, row]
        for number, part in enumerate(parts):
            counter = record.cars.counters[:, row, number]
            is_new_car = np.diff(life, prepend=-1) != 0
            before = np.where(is_new_car, 0, np.append(0, counter[:-1]))
            begun = (counter + 1) // 2 - (before + 1) // 2
            # Real counters may begin above 0: nobody can tell a first tap within a frame from that.
            begun = np.where((before == 0) & (counter > 1), counter % 2, begun)
            expected[player, int(part)] += int(begun.sum())
    found = Tally(
        zip(tables.activations.player.tolist(), tables.activations.component.tolist(), strict=True)
    )
    assert found == +expected


def assert_comes_back(record: MatchRecord, era: Era) -> bytes:
    data = write_replay(record, era=era)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for decoder in DECODERS:
            raw = decode(data, decoder=decoder)
            assert raw.degraded is None
            tables = normalize(raw)
            assert tables.unknown_attributes == []
            assert_bodies_come_back(record, tables, GRAINS[era.build.name])
            assert_every_stretch_is_sent(record, tables)
            assert_happenings_come_back(record, tables)
            assert_activations_come_back(record, tables)
    return data


@pytest.mark.parametrize("seed", range(SEEDS_IN_SHORT))
def test_a_match_comes_back_and_is_analysed(seed: int) -> None:
    data = assert_comes_back(record_of(seed), CURRENT)
    report = rlcoach.analyze(data)
    assert (report.quality.degraded, report.quality.missing) == (None, [])


@pytest.mark.parametrize("seed", range(3))
def test_another_reader_has_no_complaints(
    seed: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    record = record_of(seed)
    path = tmp_path / "match.replay"
    path.write_bytes(write_replay(record))
    meta, rows = subtr_actor.get_ndarray_with_info_from_replay_filepath(str(path))
    assert len(rows) > 0
    names = [one["name"] for team in ("team_zero", "team_one") for one in meta["replay_meta"][team]]
    assert sorted(names) == sorted(one.name for one in record.players)
    assert subtr_actor.get_stats_events(str(path))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", range(3))
def test_a_match_of_2017_comes_back(seed: int) -> None:
    report = rlcoach.analyze(assert_comes_back(record_of(seed), LEGACY))
    assert report.quality.degraded is None


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(SEEDS_IN_SHORT, SEEDS))
def test_all_other_matches_come_back(seed: int) -> None:
    assert_comes_back(record_of(seed), CURRENT)
    assert_comes_back(record_of(seed), LEGACY)
