"""Cars do in the file what they do in the record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.replay.kinds import Component
from rlcoach.synth.match_record import (
    NO_LIFE,
    PARTS,
    CarColumns,
    Demolished,
    MatchRecord,
    PadTaken,
)
from rlcoach.synth.writing import CURRENT, LEGACY, Era
from rlcoach.synth.writing.cast import WRECK_SECONDS
from tests.builders.records import COUNTDOWN_FRAMES, WRECK_FRAMES, match_record, record_of
from tests.synth.writing.reading import ERAS, network_of, sent, tables_of

COMPONENTS = {
    "jump": Component.JUMP,
    "double_jump": Component.DOUBLE_JUMP,
    "dodge": Component.DODGE,
    "boost": Component.BOOST,
    "flip_car": Component.FLIP_CAR,
}


def with_cars(**columns: object) -> MatchRecord:
    """A record of cars at rest with some columns of player 1 changed."""
    record = record_of(frames=60)
    cars = record.cars
    for name, values in columns.items():
        column = getattr(cars, name).copy()
        column[:, 1] = values
        cars = replace(cars, **{name: column})
    return replace(record, cars=cars)


def stepped(*changes: tuple[int, float], dtype: type = float) -> NDArray[Any]:
    """[frame] values that change at given frames."""
    values: NDArray[Any] = np.zeros(60, dtype=dtype)
    for frame, value in changes:
        values[frame:] = value
    return values


@pytest.mark.parametrize("era", ERAS)
class TestControls:
    def test_sticks_to_a_127th(self, era: Era) -> None:
        throttle, steer = np.linspace(-1, 1, 60), np.linspace(1, -0.9, 60)
        record = with_cars(throttle=throttle, steer=steer, handbrake=stepped((7, 1), (9, 0)) > 0)

        inputs = tables_of(record, era).inputs

        assert np.abs(inputs.throttle[1] - throttle).max() <= 0.5 / 127 + 1e-6
        assert np.abs(inputs.steer[1] - steer).max() <= 0.5 / 127 + 1e-6
        assert np.flatnonzero(inputs.handbrake[1]).tolist() == [7, 8]
        assert not inputs.throttle[0].any()

    def test_ball_camera(self, era: Era) -> None:
        record = with_cars(ball_cam=stepped((0, 1), (30, 0), (40, 1)) > 0)

        inputs = tables_of(record, era).inputs

        assert np.array_equal(inputs.ball_cam[1] == 1, record.cars.ball_cam[:, 1])
        assert (inputs.ball_cam[0] == 1).all()

    def test_a_camera_never_on_is_not_sent(self, era: Era) -> None:
        record = with_cars(ball_cam=np.zeros(60, dtype=bool))

        assert not (tables_of(record, era).inputs.ball_cam[1] == 1).any()


@pytest.mark.parametrize("era", ERAS)
class TestParts:
    @pytest.mark.parametrize("part", PARTS)
    def test_each_switches_on_and_off(self, era: Era, part: str) -> None:
        counters = np.zeros((60, len(PARTS)), dtype=np.int64)
        counters[:, PARTS.index(part)] = stepped((5, 1), (9, 2), (20, 3), (40, 4), dtype=int)

        active = tables_of(with_cars(counters=counters), era).activations

        assert active.component.tolist() == [COMPONENTS[part]] * 2
        assert active.player.tolist() == [1, 1]
        assert active.frame.tolist() == [5, 20]
        assert active.end_frame.tolist() == [9, 40]

    def test_a_tap_between_two_frames(self, era: Era) -> None:
        counters = np.zeros((60, len(PARTS)), dtype=np.int64)
        counters[:, PARTS.index("boost")] = stepped((2, 1), (5, 4), dtype=int)

        active = tables_of(with_cars(counters=counters), era).activations

        assert active.frame.tolist() == [2, 5]
        assert active.is_hidden.tolist() == [False, True]

    def test_counters_wrap_like_bytes(self, era: Era) -> None:
        counters = np.zeros((60, len(PARTS)), dtype=np.int64)
        counters[:, PARTS.index("boost")] = 6 * np.arange(60)

        network = network_of(with_cars(counters=counters), era)

        told = sent(network, "TAGame.CarComponent_TA:ReplicatedActive")
        assert max(value for _, value, _ in told) <= 255

    def test_dodges_have_the_torque_of_the_record(self, era: Era) -> None:
        counters = np.zeros((60, len(PARTS)), dtype=np.int64)
        counters[:, PARTS.index("dodge")] = stepped((5, 1), (9, 2), (20, 3), (40, 4), dtype=int)
        torque = np.zeros((60, 3))
        torque[5:], torque[20:] = (-2.6, 0.0, 0.0), (1.3, -1.94, 0.0)

        active = tables_of(with_cars(counters=counters, torque=torque), era).activations

        assert active.torque == pytest.approx(torque[[5, 20]], abs=0.005)

    def test_a_first_stall_sends_no_torque(self, era: Era) -> None:
        counters = np.zeros((60, len(PARTS)), dtype=np.int64)
        counters[:, PARTS.index("dodge")] = stepped((5, 1), dtype=int)

        active = tables_of(with_cars(counters=counters), era).activations

        assert np.isnan(active.torque).all()


def test_double_jumps_push_along_the_roof() -> None:
    counters = np.zeros((60, len(PARTS)), dtype=np.int64)
    counters[:, PARTS.index("double_jump")] = stepped((5, 1), (9, 2), dtype=int)
    record = with_cars(counters=counters)
    half = np.sqrt(0.5)
    record.cars.body[:, 1, 3:7] = half, 0.0, 0.0, half

    active = tables_of(record).activations

    assert active.impulse[0] == pytest.approx([0.0, -525.0, 0.0], abs=0.02)


class TestRefreshes:
    def test_rises_are_told(self) -> None:
        record = with_cars(refreshes=stepped((12, 1), (30, 2), dtype=int))

        refreshes = tables_of(record).dodge_refreshes

        assert refreshes.frame.tolist() == [12, 30]
        assert refreshes.player.tolist() == [1, 1]
        assert refreshes.count.tolist() == [1, 2]

    @pytest.mark.parametrize("era", ERAS)
    def test_a_record_without_them_is_a_file_without_them(self, era: Era) -> None:
        tables = tables_of(replace(record_of(), sends_refreshes=False), era)

        assert not tables.sends_dodge_refreshes
        assert len(tables.dodge_refreshes.frame) == 0


class TestBoost:
    def test_it_is_told_when_it_rises_and_when_boosting_stops(self) -> None:
        tank = np.full(60, 50.0)
        tank[10:21] -= np.arange(11) * 3
        tank[21:40] = tank[20]
        tank[40:] = tank[20] + 12
        counters = np.zeros((60, len(PARTS)), dtype=np.int64)
        counters[:, PARTS.index("boost")] = stepped((10, 1), (20, 2), dtype=int)
        record = with_cars(boost_pct=tank, counters=counters)
        record = replace(record, happenings=(PadTaken(40, 6.0, 1, 5),))

        updates = tables_of(record).boost.updates

        own = updates.player == 1
        assert updates.frame[own].tolist() == [0, 20, 40]
        assert updates.amount[own] == pytest.approx(tank[[0, 20, 40]] * 2.55, abs=0.51)
        assert updates.grants[own].tolist() == [0, 0, 1]

    def test_a_pad_taken_with_a_full_tank_counts(self) -> None:
        record = with_cars(boost_pct=np.full(60, 100.0))
        record = replace(record, happenings=(PadTaken(40, 6.0, 1, 5), PadTaken(50, 6.0, 1, 6)))

        updates = tables_of(record).boost.updates

        own = updates.player == 1
        assert updates.frame[own].tolist() == [0, 40, 50]
        assert updates.grants[own].tolist() == [0, 1, 2]
        assert set(updates.amount[own].tolist()) == {255}

    @pytest.mark.parametrize("era", ERAS)
    def test_the_tank_of_a_played_match_can_be_followed(self, era: Era) -> None:
        record = match_record()

        amount = tables_of(record, era).boost.amount

        drives = record.cars.life.T >= 0
        assert np.nanmax(np.abs(amount - record.cars.boost_pct.T)[drives]) < 0.4
        assert not np.isnan(amount[drives]).any()

    def test_2017_counts_no_pads(self) -> None:
        assert (tables_of(match_record(), LEGACY).boost.updates.grants == -1).all()


@pytest.mark.parametrize("era", ERAS)
class TestDemolitions:
    FRAME = COUNTDOWN_FRAMES + 60

    def test_who_whom_when_and_how_fast(self, era: Era) -> None:
        record = match_record()

        found = tables_of(record, era).demolitions

        assert found.frame.tolist() == [self.FRAME]
        assert found.attacker.tolist() == [1]
        assert found.victim.tolist() == [2]
        speed = record.cars.body[self.FRAME, 1, 7:10]
        assert np.abs(found.attacker_velocity[0] - speed).max() <= 0.51

    def test_the_wreck_stays_for_five_seconds_beside_the_new_car(self, era: Era) -> None:
        network = network_of(match_record(), era)

        actors = network.actors
        is_car = np.array([network.objects[i].endswith("Car_Default") for i in actors.object_id])
        wreck = np.flatnonzero(is_car & (actors.birth_frame == 0))[2]
        gone = network.frame_time[actors.death_frame[wreck]] - network.frame_time[self.FRAME]
        assert gone == pytest.approx(WRECK_SECONDS, abs=0.04)
        assert self.FRAME + WRECK_FRAMES in actors.birth_frame[is_car]

    def test_the_victim_is_not_there_meanwhile(self, era: Era) -> None:
        present = tables_of(match_record(), era).cars.present[2]

        assert present[self.FRAME - 1]
        assert not present[self.FRAME : self.FRAME + WRECK_FRAMES].any()
        assert present[self.FRAME + WRECK_FRAMES]

    def test_the_next_kickoff_clears_the_wreck(self, era: Era) -> None:
        record = match_record()
        end = COUNTDOWN_FRAMES + 240 + 90
        late = end - 30
        (wreck,) = [one for one in record.happenings if isinstance(one, Demolished)]
        others = [one for one in record.happenings if one is not wreck]
        moved = [*others, replace(wreck, frame=late, victim=3)]
        happenings = tuple(sorted(moved, key=lambda one: one.frame))

        cars = _without(record.cars, 3, late, end)
        network = network_of(replace(record, cars=cars, happenings=happenings), era)

        actors = network.actors
        is_car = np.array([network.objects[i].endswith("Car_Default") for i in actors.object_id])
        deaths = actors.death_frame[is_car & (actors.birth_frame == 0)]
        # The car of player 2 leaves where the record has none, without being demolished.
        assert deaths.tolist() == [end, end, self.FRAME, end]


def _without(cars: CarColumns, player: int, start: int, end: int) -> CarColumns:
    body, life = cars.body.copy(), cars.life.copy()
    body[start:end, player], life[start:end, player] = np.nan, NO_LIFE
    return replace(cars, body=body, life=life)


def test_cars_can_drive_from_go_on_and_new_ones_at_once() -> None:
    network = network_of(match_record(), CURRENT)

    told = sent(network, "TAGame.Vehicle_TA:bDriving")

    respawned = COUNTDOWN_FRAMES + 60 + WRECK_FRAMES
    frames = sorted(frame for frame, _, _ in told)
    assert frames[:5] == [COUNTDOWN_FRAMES] * 4 + [respawned]
