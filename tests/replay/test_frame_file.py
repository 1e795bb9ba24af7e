"""Frames survive their file to the promised precision."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rlcoach.replay.frame_file import pack_frames, unpack_frames
from rlcoach.replay.tables import MatchTables
from tests.builders.match_tables import moving_match

_HALF_A_STEP = {
    "position": 0.5,
    "velocity": 0.5,
    "spin": 0.005,
    "rotation": 1 / 8192,
}
_ROUNDING = 1e-4


@pytest.fixture(scope="module")
def tables() -> MatchTables:
    """A match in which all cars and the ball move, one of them with gaps."""
    match = moving_match(frames=900)
    position = match.cars.position.copy()
    position[1, 100:200] = np.nan
    return replace(match, cars=replace(match.cars, position=position))


def differs(stored: Any, true: Any) -> float:
    """The largest difference; where one is missing the other must be."""
    assert np.array_equal(np.isnan(stored), np.isnan(true))
    return float(np.nanmax(np.abs(stored - true), initial=0.0))


class TestPackFrames:
    @pytest.mark.parametrize("name", _HALF_A_STEP)
    def test_bodies_come_back_to_half_a_step(self, tables: MatchTables, name: str) -> None:
        columns = unpack_frames(pack_frames(tables)).columns
        allowed = _HALF_A_STEP[name] + _ROUNDING
        assert differs(columns[f"car_{name}"], getattr(tables.cars, name)) <= allowed
        assert differs(columns[f"ball_{name}"], getattr(tables.ball, name)) <= allowed

    def test_flags_clock_and_score_come_back_as_they_were(self, tables: MatchTables) -> None:
        columns = unpack_frames(pack_frames(tables)).columns
        for name, true in {
            "car_present": tables.cars.present,
            "ball_updated": tables.ball.updated,
            "is_boosting": tables.boost.is_active,
            "overtime": tables.frames.overtime,
            "clock": tables.frames.clock,
            "score": tables.frames.score,
            "state": tables.frames.state,
        }.items():
            assert np.array_equal(columns[name], true), name

    def test_says_who_is_in_which_row(self, tables: MatchTables) -> None:
        file = unpack_frames(pack_frames(tables))
        assert file.players == tuple(one.identity.key for one in tables.players)
        assert file.teams == (0, 0, 1, 1)

    def test_a_jump_across_the_whole_range_comes_back(self, tables: MatchTables) -> None:
        position = tables.ball.position.copy()
        position[10::2, 0], position[11::2, 0] = 30_000.0, -30_000.0
        far = replace(tables, ball=replace(tables.ball, position=position))
        columns = unpack_frames(pack_frames(far)).columns
        assert differs(columns["ball_position"], position) <= 0.5 + _ROUNDING

    def test_what_is_beyond_the_range_stays_at_its_edge(self, tables: MatchTables) -> None:
        position = tables.ball.position.copy()
        position[5, 2] = 150_000.0
        far = replace(tables, ball=replace(tables.ball, position=position))
        assert unpack_frames(pack_frames(far)).columns["ball_position"][5, 2] == 32767.0

    def test_the_same_match_gives_the_same_bytes(self, tables: MatchTables) -> None:
        assert pack_frames(tables) == pack_frames(tables)


class TestUnpackFrames:
    @pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 but cut"])
    def test_refuses_what_is_no_file_of_frames(self, data: bytes) -> None:
        with pytest.raises(ValueError, match=r"no file of frames"):
            unpack_frames(data)
