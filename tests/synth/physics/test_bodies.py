"""Bodies by frames against a world by ticks, and what is noted of them."""

from __future__ import annotations

from copy import deepcopy
from math import pi

import pytest

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.bodies import Bodies
from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.physics.manoeuvres import hold
from rlcoach.synth.physics.vectors import facing
from rlcoach.synth.physics.world import World

GAS = Controls(throttle=1.0)


def car_at(x: float, y: float, *, yaw: float = pi / 2, speed: float = 0.0) -> Car:
    """On its wheels."""
    nose = (1.0, 0.0, 0.0) if yaw == 0 else (0.0, 1.0 if yaw > 0 else -1.0, 0.0)
    return Car(
        position=(x, y, 17.0),
        velocity=(speed * nose[0], speed * nose[1], 0.0),
        rotation=facing(nose, (0.0, 0.0, 1.0)),
        wheels=4,
    )


class TestAgainstTheWorld:
    def test_a_hit_sends_the_ball_the_same_way(self) -> None:
        car, ball = car_at(20.0, -900.0, speed=1200.0), Ball()
        world = World(deepcopy(ball), [deepcopy(car)])
        bodies = Bodies(ball, [car])
        world.play(1.0, [hold(throttle=1.0)])
        for _ in range(30):
            bodies.advance([GAS], 4)
        assert ball.position == pytest.approx(world.ball.position, abs=5)  # type: ignore[union-attr]
        assert ball.velocity == pytest.approx(world.ball.velocity, abs=15)  # type: ignore[union-attr]
        assert car.position == pytest.approx(world.cars[0].position, abs=5)

    def test_a_crash_ends_the_same_way(self) -> None:
        cars = [car_at(0.0, -600.0, speed=1000.0), car_at(20.0, 0.0)]
        world = World(None, deepcopy(cars))
        bodies = Bodies(None, [*cars])
        world.play(1.0, [hold(throttle=1.0), None])
        for _ in range(30):
            bodies.advance([GAS, RESTING], 4)
        for car, same in zip(cars, world.cars, strict=True):
            assert car.position == pytest.approx(same.position, abs=5)
            assert car.velocity == pytest.approx(same.velocity, abs=15)


class TestTouches:
    def test_are_noted_once_with_their_tick(self) -> None:
        car = car_at(0.0, -400.0, speed=1000.0)
        bodies = Bodies(Ball(), [car])
        touches = []
        for frame in range(20):
            bodies.advance([GAS], 4)
            touches += [(frame, touch.car, touch.tick) for touch in bodies.touches]
        # 91 uu of ball and 74 uu of nose are in the way of 400 uu.
        assert [one[1] for one in touches] == [0]
        seconds = (touches[0][0] * 4 + touches[0][2]) / 120
        assert seconds == pytest.approx(235 / 1030, abs=0.03)

    def test_a_ball_hit_by_one_car_may_hit_the_next_one(self) -> None:
        cars: list[Car | None] = [car_at(0.0, -400.0, speed=2200.0), car_at(0.0, 160.0, yaw=0)]
        bodies = Bodies(Ball(), cars)
        touched: set[int] = set()
        for _ in range(15):
            bodies.advance([GAS, RESTING], 4)
            touched.update(touch.car for touch in bodies.touches)
        assert touched == {0, 1}


class TestFloor:
    def test_a_ball_that_bounces_has_touched_it(self) -> None:
        bodies = Bodies(Ball((0.0, 0.0, 300.0)), [])
        heights = []
        for _ in range(40):
            bodies.advance([], 4)
            if bodies.ball_touched_floor and bodies.ball is not None:
                heights.append(bodies.ball.position[2])
        # It falls for 0.8 s, and is back on the floor 0.96 s later.
        assert len(heights) == pytest.approx(2, abs=1)


class TestRams:
    def test_say_who_and_how_fast(self) -> None:
        cars: list[Car | None] = [car_at(0.0, -300.0, speed=1000.0), car_at(0.0, 0.0)]
        bodies = Bodies(None, cars)
        rams = []
        for _ in range(10):
            bodies.advance([GAS, RESTING], 4)
            rams += bodies.rams
        assert [(ram.attacker, ram.victim, ram.demolishes) for ram in rams] == [(0, 1, False)]
        assert rams[0].attacker_velocity[1] > 1000
        assert rams[0].victim_velocity[1] == pytest.approx(0, abs=5)

    def test_a_rule_may_take_the_victim_away(self) -> None:
        cars: list[Car | None] = [car_at(0.0, -300.0, speed=1000.0), car_at(0.0, 0.0)]
        bodies = Bodies(None, cars, lambda attacker, victim: (attacker, victim) == (0, 1))
        for _ in range(10):
            bodies.advance([GAS, RESTING], 4)
        assert bodies.cars[1] is None
        assert bodies.cars[0] is not None
        assert bodies.cars[0].velocity[1] > 1000
