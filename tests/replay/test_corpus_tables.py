"""What holds for the tables of every real replay."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.analysis.match_kind import mode_of
from rlcoach.replay import game_data
from rlcoach.replay.decode import decode
from rlcoach.replay.header import Header
from rlcoach.replay.header_stats import final_score
from rlcoach.replay.kinds import Counter, MatchState
from rlcoach.replay.network import RawReplay
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import BodyUpdates, MatchTables, validate
from scripts.corpus import find_corpus
from tests.builders.geometry import FORWARD, UP, turned

MAX_CAR_SPEED_UU_PER_S = 2301.0
MAX_CAR_SPIN_RAD_PER_S = 5.51
MAX_BALL_SPEED_UU_PER_S = 6001.0
SIDE_WALL_UU = 4060.0
"""A car that drives on a side wall is between here and the wall at 4096."""

MUTATED_MODES = {"knockout"}
"""Modes with other speed limits."""
BOX_MODES = {"soccar", "snow_day", "rumble"}
"""Modes played between straight side walls at |x| = 4096."""

LEGACY = "boxcars/good/3381.replay"
MODERN = "boxcars/good/00bb.replay"
TWELVE_REFRESHES = "subtr/replay-format-2026-03-03-v868-32-net11-dodge-refresh-counter.replay"

Floats = NDArray[np.float64]

pytestmark = [pytest.mark.corpus, pytest.mark.timeout(60)]


@cache
def truth() -> dict[str, Any]:
    """What is known about the header of every file; empty without the corpus."""
    folder = find_corpus()
    if folder is None:
        return {}
    known: dict[str, Any] = json.loads((folder / "truth" / "headers.json").read_text("utf-8"))
    return known


NO_FILES = ["the corpus"]
"""Stands for the parameters where there is no corpus; such tests are left out."""
VALID = [name for name, entry in truth().items() if entry["ok"]] or NO_FILES
DEMOLITION_COUNTERS = [
    name for name in VALID if (truth().get(name, {}).get("build") or "") >= "2509"
] or NO_FILES


def load(corpus: Path, name: str) -> tuple[RawReplay, MatchTables]:
    raw = decode((corpus / "replays" / name).read_bytes())
    return raw, normalize(raw)


def mode(raw: RawReplay, tables: MatchTables) -> str:
    return mode_of(tables.match, str(raw.header.properties.get("MapName", "")))


def speed(updates: BodyUpdates) -> Floats:
    norm: Floats = np.linalg.norm(updates.velocity.astype(np.float64), axis=1)
    return norm


def heading_cosine(updates: BodyUpdates) -> Floats:
    """How well cars face where they go."""
    forward = turned(updates.rotation, FORWARD)
    along: Floats = np.einsum("ij,ij->i", forward, updates.velocity)
    return along / np.maximum(speed(updates), 1)


def driving_on_the_ground(updates: BodyUpdates) -> NDArray[np.bool_]:
    height, steady = updates.position[:, 2], np.linalg.norm(updates.spin, axis=1) < 1
    found: NDArray[np.bool_] = (speed(updates) > 1200) & (height > 10) & (height < 25) & steady
    return found


def driving_on_side_walls(updates: BodyUpdates) -> NDArray[np.bool_]:
    x, y, z = np.abs(updates.position.T)
    steady = np.linalg.norm(updates.spin, axis=1) < 1
    on_wall = (x > SIDE_WALL_UU) & (x < 4100) & (y < 3500) & (z > 300)
    found: NDArray[np.bool_] = on_wall & steady & (speed(updates) > 800)
    return found


def spin_cosine(updates: BodyUpdates, time: Floats) -> Floats:
    """How well bodies turn from one update to the next as their spin says."""
    spin = updates.spin.astype(np.float64)
    first = np.flatnonzero(updates.life[1:] == updates.life[:-1])
    seconds = time[updates.frame[first + 1]] - time[updates.frame[first]]
    fast = (np.linalg.norm(spin[first], axis=1) > 2) & (seconds > 0) & (seconds < 0.12)
    first = first[fast]
    before, after = (updates.rotation[rows].astype(np.float64) for rows in (first, first + 1))
    # The vector part of after * conjugate(before): axis of the turn, half its angle long.
    turn = (
        before[:, 3:] * after[:, :3]
        - after[:, 3:] * before[:, :3]
        - np.cross(after[:, :3], before[:, :3])
    )
    size = np.linalg.norm(turn, axis=1) * np.linalg.norm(spin[first], axis=1)
    cosine: Floats = np.einsum("ij,ij->i", turn, spin[first])[size > 0] / size[size > 0]
    return cosine


def check_rotations(tables: MatchTables) -> None:
    for updates in (tables.car_updates, tables.ball_updates):
        norm = np.linalg.norm(updates.rotation.astype(np.float64), axis=1)
        assert np.abs(norm - 1).max(initial=0) < 1e-3
    grounded = driving_on_the_ground(tables.car_updates)
    if grounded.sum() >= 100:
        assert np.median(heading_cosine(tables.car_updates)[grounded]) > 0.99
    cosine = spin_cosine(tables.car_updates, tables.frames.time)
    if len(cosine) >= 300:
        assert np.median(cosine) > 0.95


def check_speeds(tables: MatchTables) -> None:
    assert speed(tables.car_updates).max(initial=0) <= MAX_CAR_SPEED_UU_PER_S
    spin = np.linalg.norm(tables.car_updates.spin, axis=1)
    assert spin.max(initial=0) <= MAX_CAR_SPIN_RAD_PER_S
    assert speed(tables.ball_updates).max(initial=0) <= MAX_BALL_SPEED_UU_PER_S


def check_walls(tables: MatchTables) -> None:
    """Cars on side walls have their roof towards the middle and face where they go."""
    cars = tables.car_updates
    on_wall = driving_on_side_walls(cars)
    if on_wall.sum() < 20:
        return
    inwards = -np.sign(cars.position[on_wall, 0]) * turned(cars.rotation[on_wall], UP)[:, 0]
    assert np.median(inwards) > 0.99
    assert np.median(heading_cosine(cars)[on_wall]) > 0.99


def check_boost(tables: MatchTables) -> None:
    amount = tables.boost.amount[~np.isnan(tables.boost.amount)]
    assert amount.min(initial=0) >= 0
    assert amount.max(initial=0) <= 100.01
    kind = game_data.playlist_kind(tables.match.playlist_id or 0)
    state = tables.frames.state
    kickoffs = (state[1:] == MatchState.ACTIVE) & (state[:-1] == MatchState.COUNTDOWN)
    at_kickoff = tables.boost.amount[:, 1:][:, kickoffs]
    at_kickoff = at_kickoff[~np.isnan(at_kickoff)]
    if kind in ("casual", "ranked") and len(at_kickoff):
        assert 31 < np.median(at_kickoff) < 34


def check_end(header: Header, tables: MatchTables, *, is_sound: bool) -> None:
    """The frames the header announces, and its score where it does not contradict itself."""
    announced = header.properties.get("NumFrames", 0)
    assert tables.frame_count == announced
    if tables.frame_count == 0 or not is_sound:
        return
    # The goal a recording stops at is in the header before its score is sent.
    cut = sum(frame >= tables.frame_count - 2 for frame in tables.goals.frame.tolist())
    assert abs(np.array(final_score(header)) - tables.frames.score[-1]).sum() <= cut


@pytest.mark.parametrize("name", VALID)
def test_tables_keep_what_is_known_of_every_match(corpus: Path, name: str) -> None:
    raw, tables = load(corpus, name)
    validate(tables)
    check_end(raw.header, tables, is_sound=not truth()[name].get("issues"))
    check_rotations(tables)
    played = mode(raw, tables)
    if played not in MUTATED_MODES:
        check_speeds(tables)
    if played in BOX_MODES:
        check_walls(tables)
    if played == "soccar":
        check_boost(tables)


@pytest.mark.parametrize("name", DEMOLITION_COUNTERS)
def test_demolitions_are_as_many_as_the_game_counted(corpus: Path, name: str) -> None:
    _, tables = load(corpus, name)
    counters = tables.counters
    counted = counters.counter == Counter.DEMOLISHES
    for player in range(tables.player_count):
        rises = counters.rise[counted & (counters.player == player)]
        assert (tables.demolitions.attacker == player).sum() == rises.sum()


@pytest.mark.parametrize("name", [LEGACY, MODERN])
def test_enough_cars_drive_on_walls_to_judge_both_kinds_of_rotation(
    corpus: Path, name: str
) -> None:
    raw, tables = load(corpus, name)
    assert (raw.header.net_version or 0) < 7 or name == MODERN
    assert driving_on_side_walls(tables.car_updates).sum() >= 20
    assert len(spin_cosine(tables.car_updates, tables.frames.time)) >= 300
    check_walls(tables)


def test_regained_dodges_are_the_rises_of_their_counter(corpus: Path) -> None:
    _, tables = load(corpus, TWELVE_REFRESHES)
    assert tables.sends_dodge_refreshes
    assert len(tables.dodge_refreshes.frame) == 12
