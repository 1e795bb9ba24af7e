"""Whole frames against ticks: the same controls, the same way."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from math import pi, sin

import numpy as np
import pytest

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.bodies import advance_alone
from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.cruising import cruise
from rlcoach.synth.physics.gliding import glide
from rlcoach.synth.physics.loose_ball import drift
from rlcoach.synth.physics.suspension import body_contact
from rlcoach.synth.physics.vectors import facing

Step = Callable[[Car, Controls, int], bool]
Script = list[tuple[int, Controls]]
"""Frames, and what is pressed in them."""


def tick(car: Car, controls: Controls, ticks: int) -> None:
    """As exactly as can be."""
    for _ in range(ticks):
        car.control(controls)
        body_contact(car)
        car.move()


def settled(speed: float = 0.0, boost_pct: float = 100.0) -> Car:
    """A car on its springs that drives along +x."""
    car = Car(boost_pct=boost_pct)
    tick(car, RESTING, 60)
    car.velocity = speed, 0.0, 0.0
    return car


def off(car: Car, other: Car) -> tuple[float, float, float]:
    """How far apart two cars are: uu, uu/s, and degrees of rotation."""
    turn = min(abs(float(np.dot(car.rotation, other.rotation))), 1.0)
    return (
        float(np.linalg.norm(np.subtract(car.position, other.position))),
        float(np.linalg.norm(np.subtract(car.velocity, other.velocity))),
        float(np.degrees(2 * np.arccos(turn))),
    )


def both_ways(car: Car, script: Script, step: Step) -> tuple[Car, Car, int]:
    """The car after the script by ticks, and by frames; in how many frames `step` did it."""
    exact, fast, taken = deepcopy(car), deepcopy(car), 0
    for frames, controls in script:
        for number in range(frames):
            ticks = 5 if number % 6 == 3 else 4
            tick(exact, controls, ticks)
            is_taken = step(fast, controls, ticks)
            taken += is_taken
            if not is_taken:
                tick(fast, controls, ticks)
    return exact, fast, taken


class TestCruise:
    @pytest.mark.parametrize(
        ("speed", "controls"),
        [
            (0.0, Controls(throttle=1)),
            (1200.0, Controls(throttle=1, boost=True)),
            (1200.0, Controls(throttle=1, steer=0.3)),
            (1200.0, Controls(throttle=1, steer=-1)),
            (2200.0, Controls(throttle=1, steer=0.6, boost=True)),
            (1500.0, Controls(throttle=-1, steer=0.2)),
            (1500.0, Controls(steer=0.5)),
            (1500.0, Controls()),
            (-400.0, Controls(throttle=1)),
            (1300.0, Controls(throttle=1, steer=1, handbrake=True)),
        ],
    )
    def test_goes_the_way_of_the_ticks(self, speed: float, controls: Controls) -> None:
        exact, fast, taken = both_ways(settled(speed), [(30, controls)], cruise)
        way, velocity, turn = off(exact, fast)
        assert taken == 30
        assert way < 2
        assert velocity < 3
        assert turn < 0.3
        assert fast.boost_pct == pytest.approx(exact.boost_pct)

    def test_catches_a_slide(self) -> None:
        slide = Controls(throttle=1, steer=1, handbrake=True)
        script = [(12, slide), (18, Controls(throttle=1))]
        exact, fast, taken = both_ways(settled(1400.0), script, cruise)
        assert taken == 30
        way, velocity, turn = off(exact, fast)
        assert way < 2
        assert velocity < 3
        assert turn < 1

    def test_stops_boosting_when_the_tank_is_empty(self) -> None:
        boost = Controls(throttle=1, boost=True)
        exact, fast, _ = both_ways(settled(800.0, boost_pct=9.0), [(15, boost)], cruise)
        assert fast.boost_pct == exact.boost_pct == 0.0
        assert off(exact, fast)[1] < 15
        assert not fast.is_boosting

    def test_ends_a_tap_of_boost_as_late(self) -> None:
        script = [(1, Controls(boost=True)), (5, Controls())]
        exact, fast, _ = both_ways(settled(800.0), script, cruise)
        assert fast.boost_pct == pytest.approx(exact.boost_pct)

    @pytest.mark.parametrize(
        "controls", [Controls(jump=True), Controls(jump=True, boost=True, steer=1)]
    )
    def test_leaves_jumps_to_the_ticks(self, controls: Controls) -> None:
        car = settled(1000.0)
        before = deepcopy(car)
        assert not cruise(car, controls, 4)
        assert car == before

    @pytest.mark.parametrize("place", [(3900.0, 0.0), (0.0, 4900.0), (3400.0, 4400.0)])
    def test_leaves_ramps_to_the_ticks(self, place: tuple[float, float]) -> None:
        car = settled(100.0)
        car.position = (*place, car.position[2])
        assert cruise(car, RESTING, 4) == (place == (0.0, 4900.0))

    def test_leaves_landings_to_the_ticks(self) -> None:
        car = Car(position=(0.0, 0.0, 19.0), velocity=(500.0, 0.0, -200.0), wheels=4)
        assert not cruise(car, RESTING, 4)

    def test_a_dodge_is_had_back_on_the_ground(self) -> None:
        car = settled()
        car.jumping.has_jumped = car.jumping.has_dodged = True
        assert cruise(car, RESTING, 4)
        assert car.jumping.has_second


class TestGlide:
    @pytest.mark.parametrize(
        "script",
        [
            [(30, Controls())],
            [(30, Controls(boost=True, pitch=0.3))],
            [(30, Controls(boost=True, roll=1, pitch=0.3))],
            [(30, Controls(throttle=1, pitch=1, yaw=0.5))],
            [
                (5, Controls(roll=1)),
                (10, Controls(roll=1, pitch=-1, boost=True)),
                (15, Controls(roll=-1, yaw=1)),
            ],
            [(1, Controls(jump=True, pitch=-1)), (29, Controls(pitch=-1))],
            [(1, Controls(jump=True, yaw=1)), (29, Controls())],
            [(1, Controls(jump=True)), (29, Controls(boost=True))],
            [(1, Controls(jump=True, pitch=-1, yaw=0.6)), (4, Controls()), (25, Controls(pitch=1))],
        ],
    )
    def test_goes_the_way_of_the_ticks(self, script: Script) -> None:
        car = Car(position=(0.0, 0.0, 900.0), velocity=(700.0, 300.0, 500.0))
        exact, fast, taken = both_ways(car, script, glide)
        way, velocity, turn = off(exact, fast)
        assert taken >= 27
        assert way < 2
        assert velocity < 3
        assert turn < 5
        assert fast.boost_pct == pytest.approx(exact.boost_pct)
        assert fast.jumping.is_dodging == exact.jumping.is_dodging
        assert fast.jumping.free_seconds == pytest.approx(exact.jumping.free_seconds)

    def test_leaves_a_jump_to_the_ticks(self) -> None:
        car = Car(position=(0.0, 0.0, 900.0))
        before = deepcopy(car)
        assert not glide(car, Controls(jump=True), 4)
        assert car == before

    @pytest.mark.parametrize(
        "place", [(0.0, 0.0, 30.0), (4020.0, 0.0, 900.0), (0.0, 0.0, 1990.0), (0.0, 5950.0, 300.0)]
    )
    def test_leaves_what_is_near_to_the_ticks(self, place: tuple[float, float, float]) -> None:
        car = Car(position=place, velocity=(0.0, 0.0, -300.0))
        assert not glide(car, RESTING, 4)

    def test_a_car_on_end_needs_more_room(self) -> None:
        place = (0.0, 0.0, 60.0)
        level = Car(position=place)
        on_end = Car(position=place, rotation=facing((0.0, 0.0, -1.0), (1.0, 0.0, 0.0)))
        assert glide(level, RESTING, 4)
        assert not glide(on_end, RESTING, 4)


class TestRamps:
    @pytest.mark.parametrize(
        ("place", "nose", "speed", "controls"),
        [
            ((3600.0, 0.0), (1.0, 0.0), 1400.0, Controls(throttle=1)),
            ((3700.0, 0.0), (1.0, 0.0), 700.0, Controls(throttle=1)),
            ((3600.0, 0.0), (0.7, 0.7), 1400.0, Controls(throttle=1, steer=0.3)),
            ((3300.0, 4100.0), (0.7, 0.7), 1300.0, Controls(throttle=1, steer=-0.2)),
        ],
    )
    def test_half_as_many_ticks_take_a_car_up_the_same_way(
        self,
        place: tuple[float, float],
        nose: tuple[float, float],
        speed: float,
        controls: Controls,
    ) -> None:
        exact = Car(
            position=(*place, 17.0),
            velocity=(nose[0] * speed, nose[1] * speed, 0.0),
            rotation=facing((*nose, 0.0), (0.0, 0.0, 1.0)),
        )
        fast = deepcopy(exact)
        for _ in range(30):
            tick(exact, controls, 4)
            advance_alone(fast, controls, 4)
        way, velocity, _ = off(exact, fast)
        assert way < 12
        assert velocity < 35
        assert exact.position[2] > 200


class TestLandings:
    @pytest.mark.parametrize(
        "script",
        [
            [(3, Controls(throttle=1, jump=True)), (62, Controls(throttle=1))],
            [
                (4, Controls(throttle=1, jump=True)),
                (3, Controls(throttle=1)),
                (1, Controls(throttle=1, jump=True)),
                (80, Controls(throttle=1)),
            ],
        ],
        ids=["jump", "double jump"],
    )
    def test_end_as_after_ticks(self, script: Script) -> None:
        exact, fast = settled(1000.0), settled(1000.0)
        for frames, controls in script:
            for _ in range(frames):
                tick(exact, controls, 4)
                advance_alone(fast, controls, 4)
        way, velocity, _ = off(exact, fast)
        assert way < 2
        assert velocity < 2
        assert exact.wheels == fast.wheels == 4


class TestSwitching:
    def test_nothing_jumps_between_ticks_and_frames(self) -> None:
        car = settled(1000.0)
        script = [
            (10, Controls(throttle=1, steer=0.4)),
            (3, Controls(throttle=1, jump=True)),
            (2, Controls(throttle=1)),
            (1, Controls(throttle=1, jump=True, pitch=-1)),
            (60, Controls(throttle=1)),
        ]
        for frames, controls in script:
            for _ in range(frames):
                place, velocity = car.position, car.velocity
                advance_alone(car, controls, 4)
                moved = np.subtract(car.position, place)
                mean = np.add(velocity, car.velocity) / 2 / 30
                assert np.linalg.norm(moved - mean) < 20
                assert abs(car.velocity[2] - velocity[2]) < 450
        assert car.position[2] == pytest.approx(17.0, abs=0.3)
        assert car.wheels == 4

    def test_a_landing_ends_in_a_cruise(self) -> None:
        car = Car(
            position=(0.0, 0.0, 200.0),
            velocity=(900.0, 0.0, -100.0),
            rotation=(0.0, sin(0.1), 0.0, (1 - sin(0.1) ** 2) ** 0.5),
        )
        for _ in range(45):
            advance_alone(car, Controls(throttle=1), 4)
        assert cruise(car, Controls(throttle=1), 4)


class TestDrift:
    @pytest.mark.parametrize(
        ("place", "velocity", "spin"),
        [
            ((0.0, 0.0, 500.0), (1000.0, 500.0, 600.0), (1.0, 2.0, 3.0)),
            ((0.0, 0.0, 300.0), (1000.0, -500.0, -600.0), (1.0, 2.0, 3.0)),
            ((0.0, 0.0, 91.25), (1000.0, 500.0, 0.0), (0.0, 0.0, 3.0)),
            ((0.0, 0.0, 91.25), (900.0, 500.0, 0.0), (-4.0, 4.0, 0.0)),
            ((0.0, 0.0, 91.25), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
            ((2500.0, 3500.0, 400.0), (1500.0, 1500.0, 500.0), (0.0, 0.0, 0.0)),
        ],
    )
    def test_goes_the_way_of_the_ticks(
        self,
        place: tuple[float, float, float],
        velocity: tuple[float, float, float],
        spin: tuple[float, float, float],
    ) -> None:
        exact, fast = Ball(place, velocity, spin), Ball(place, velocity, spin)
        for _ in range(60):
            for _ in range(4):
                exact.tick()
            drift(fast, 4)
        assert fast.position == pytest.approx(exact.position, abs=0.01)
        assert fast.velocity == pytest.approx(exact.velocity, abs=0.01)
        assert fast.spin == pytest.approx(exact.spin, abs=0.01)


class TestFlipOver:
    def on_roof(self, lean: float) -> Car:
        car = Car(position=(0.0, 0.0, 60.0), rotation=facing((0.0, 1.0, 0.0), (lean, 0.0, -1.0)))
        tick(car, RESTING, 120)
        return car

    @pytest.mark.parametrize("lean", [0.05, -0.05])
    def test_a_jump_on_the_roof_brings_the_car_onto_its_wheels(self, lean: float) -> None:
        car = self.on_roof(lean)
        assert car.is_lying
        tick(car, Controls(jump=True), 1)
        assert car.jumping.flips == 1
        assert car.jumping.doubles == car.jumping.dodges == 0
        tick(car, RESTING, 120)
        assert car.wheels == 4
        assert car.axes[2][2] > 0.99

    def test_it_is_on_for_two_fifths_of_a_second(self) -> None:
        car = self.on_roof(0.0)
        tick(car, Controls(jump=True), 1)
        ticks = 1
        while car.jumping.is_flipping:
            tick(car, RESTING, 1)
            ticks += 1
        assert ticks / 120 == pytest.approx(0.4, abs=0.03)

    def test_a_car_on_its_side_is_not_turned(self) -> None:
        car = Car(
            position=(0.0, 0.0, 60.0),
            rotation=(0.0, sin(pi / 4), 0.0, sin(pi / 4)),
            is_lying=True,
        )
        tick(car, Controls(jump=True), 1)
        assert car.jumping.flips == 0
