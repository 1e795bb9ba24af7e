"""Boost pads."""

from __future__ import annotations

import pytest

from rlcoach.synth.match.pads import PADS, Pads
from rlcoach.synth.match_record import PadReturned, PadTaken
from tests.synth.match.pitches import noted, pitch_of, play_on, put_car

SMALL, BIG = 13, 18
"""A pad of each kind: before the middle line and at its right end."""


def place(pad: int) -> tuple[float, float]:
    """Where a pad is."""
    return PADS[pad].x, PADS[pad].y


class TestTaking:
    @pytest.mark.parametrize(
        ("pad", "before", "after"), [(SMALL, 20.0, 32.0), (SMALL, 95.0, 100.0), (BIG, 3.0, 100.0)]
    )
    def test_gives_boost(self, pad: int, before: float, after: float) -> None:
        pitch = pitch_of(1)
        car = put_car(pitch, 0, place(pad), boost_pct=before)
        play_on(pitch, 0.1)
        assert car.boost_pct == pytest.approx(after)
        assert [(one.player, one.pad) for one in noted(pitch, PadTaken)] == [(0, pad)]

    def test_a_full_tank_takes_it_too(self) -> None:
        pitch = pitch_of(1)
        put_car(pitch, 0, place(SMALL), boost_pct=100.0)
        play_on(pitch, 0.1)
        assert len(noted(pitch, PadTaken)) == 1

    def test_is_noted_when_the_car_comes_in(self) -> None:
        pitch = pitch_of(1)
        x, y = place(SMALL)
        put_car(pitch, 0, (x, y - 400.0), speed=1500.0)
        begin = pitch.time
        play_on(pitch, 0.5)
        (taken,) = noted(pitch, PadTaken)
        # Rolling on loses 525 uu/s in a second.
        assert taken.seconds - begin == pytest.approx((400 - 144) / 1455, abs=0.01)
        assert pitch.log.time[taken.frame - 1] < taken.seconds <= pitch.log.time[taken.frame]

    def test_a_fast_car_misses_none_at_its_edge(self) -> None:
        pads = Pads()
        x, y = place(SMALL)
        assert pads.reached((x + 140, y - 50, 17.0), (x + 140, y + 50, 17.0)) is not None
        assert pads.reached((x + 150, y - 50, 17.0), (x + 150, y + 50, 17.0)) is None

    def test_nothing_above_it(self) -> None:
        pads = Pads()
        x, y = place(SMALL)
        assert pads.reached((x, y, 300.0), (x, y, 170.0)) is None
        assert pads.reached((x, y, 300.0), (x, y, 160.0)) is not None

    def test_who_comes_first_has_it(self) -> None:
        pitch = pitch_of(1)
        x, y = place(SMALL)
        put_car(pitch, 0, (x - 60, y - 170.0), speed=1000.0)
        put_car(pitch, 1, (x + 60, y - 150.0), speed=1000.0)
        play_on(pitch, 0.3)
        assert [one.player for one in noted(pitch, PadTaken)] == [1]

    def test_all_pads_can_be_taken_where_they_are(self) -> None:
        for number, pad in enumerate(PADS):
            taken = Pads().reached((pad.x, pad.y, 17.0), (pad.x, pad.y, 17.0))
            assert taken is not None
            assert taken.pad == number


class TestReturning:
    @pytest.mark.parametrize(("pad", "seconds"), [(SMALL, 4.0), (BIG, 10.0)])
    def test_after_its_time(self, pad: int, seconds: float) -> None:
        pitch = pitch_of(1)
        x, y = place(pad)
        put_car(pitch, 0, (x - 100 * (x > 0), y - 300), speed=2000.0)
        play_on(pitch, seconds + 1)
        taken = next(one for one in noted(pitch, PadTaken) if one.pad == pad)
        back = next(one for one in noted(pitch, PadReturned) if one.pad == pad)
        assert pitch.log.time[back.frame] - taken.seconds == pytest.approx(seconds, abs=0.045)
        assert pitch.pads.ready[pad]

    def test_a_car_that_waits_on_it_takes_it_again(self) -> None:
        pitch = pitch_of(1)
        car = put_car(pitch, 0, place(SMALL))
        play_on(pitch, 4.5)
        assert len(noted(pitch, PadTaken)) == 2
        assert car.boost_pct == pytest.approx(24.0)

    def test_all_are_there_at_a_kickoff(self) -> None:
        pitch = pitch_of(1)
        put_car(pitch, 0, place(BIG))
        play_on(pitch, 0.1)
        assert not pitch.pads.ready[BIG]
        pitch.set_up()
        assert all(pitch.pads.ready)
        assert [one.pad for one in noted(pitch, PadReturned)] == [BIG]
        assert pitch.situation.pads_ready[BIG]
