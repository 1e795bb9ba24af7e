"""The field's surfaces."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rlcoach.synth.physics.arena import goal_walls, nearest_surface, ramp_at, surface_at
from rlcoach.synth.physics.vectors import Vector, length

HALF = 2**-0.5


class TestNearestSurface:
    @pytest.mark.parametrize(
        ("point", "distance", "normal"),
        [
            ((0.0, 0.0, 100.0), 100.0, (0.0, 0.0, 1.0)),
            ((0.0, 0.0, 2000.0), 44.0, (0.0, 0.0, -1.0)),
            ((4000.0, 0.0, 1000.0), 96.0, (-1.0, 0.0, 0.0)),
            ((-4000.0, 0.0, 1000.0), 96.0, (1.0, 0.0, 0.0)),
            ((2000.0, 5000.0, 1000.0), 120.0, (0.0, -1.0, 0.0)),
            ((3500.0, 4500.0, 1000.0), 64 * HALF, (-HALF, -HALF, 0.0)),
            ((4096.0 - 128, 0.0, 128.0), 256 - 128 / HALF, (-HALF, 0.0, HALF)),
            ((0.0, 5600.0, 100.0), 100.0, (0.0, 0.0, 1.0)),
            ((0.0, 5950.0, 300.0), 50.0, (0.0, -1.0, 0.0)),
            ((850.0, 5600.0, 300.0), 42.755, (-1.0, 0.0, 0.0)),
            ((0.0, 5600.0, 600.0), 42.775, (0.0, 0.0, -1.0)),
            ((872.755, 5120.0, 300.0), 20.0, (-1.0, 0.0, 0.0)),
            ((0.0, 5100.0, 632.775), 500**0.5, (0.0, -0.894, -0.447)),
        ],
    )
    def test_is_found(self, point: Vector, distance: float, normal: Vector) -> None:
        surface = nearest_surface(point)
        assert surface.distance == pytest.approx(distance)
        assert surface.normal == pytest.approx(normal, abs=1e-3)

    def test_distance_changes_smoothly_up_a_wall(self) -> None:
        gaps = [nearest_surface((4000.0, 100.0, float(z))).distance for z in range(20, 400)]
        assert max(abs(b - a) for a, b in pairwise(gaps)) < 1.1

    def test_behind_a_surface_it_is_negative(self) -> None:
        assert nearest_surface((0.0, 0.0, -5.0)).distance == pytest.approx(-5)
        assert nearest_surface((4100.0, 0.0, 900.0)).distance == pytest.approx(-4)

    def test_normals_have_length_one(self) -> None:
        for x in range(-4000, 4001, 500):
            for y in range(-5900, 5901, 590):
                assert length(nearest_surface((float(x), float(y), 150.0)).normal) == pytest.approx(
                    1
                )

    @pytest.mark.parametrize(
        ("point", "distance", "normal"),
        [
            ((-900.0, 5600.0, 100.0), -7.245, (1.0, 0.0, 0.0)),
            ((0.0, -5600.0, 650.0), -7.225, (0.0, 0.0, -1.0)),
            ((1000.0, 5125.0, 300.0), -5.0, (0.0, -1.0, 0.0)),
            ((0.0, 5125.0, 800.0), -5.0, (0.0, -1.0, 0.0)),
        ],
    )
    def test_behind_a_goals_walls_it_leads_back_into_the_goal(
        self, point: Vector, distance: float, normal: Vector
    ) -> None:
        surface = nearest_surface(point)
        assert surface.distance == pytest.approx(distance, abs=0.01)
        assert surface.normal == normal


class TestFlatness:
    @pytest.mark.parametrize(
        ("point", "is_flat"),
        [
            ((0.0, 0.0, 17.0), True),
            ((3740.0, 0.0, 17.0), True),
            ((3800.0, 0.0, 17.0), False),
            ((4079.0, 0.0, 200.0), False),
            ((4079.0, 0.0, 900.0), True),
            ((4079.0, 3900.0, 900.0), False),
            ((2000.0, 5103.0, 900.0), True),
            ((950.0, 5103.0, 400.0), False),
            ((0.0, 5103.0, 1000.0), True),
            ((0.0, 5500.0, 17.0), True),
            ((0.0, 5900.0, 17.0), False),
        ],
    )
    def test_is_that_of_a_cars_length_around(self, point: Vector, *, is_flat: bool) -> None:
        assert nearest_surface(point).is_flat == is_flat

    def test_ramps_are_found_for_all_wheels_at_once(self) -> None:
        for point in ((3950.0, 500.0, 60.0), (-3950.0, 500.0, 1990.0), (2000.0, 4950.0, 80.0)):
            wall, level, outward, rise = ramp_at(point)
            distance, normal, _ = surface_at(point)
            depth = ((256 - wall) ** 2 + (256 - level) ** 2) ** 0.5
            assert distance == pytest.approx(256 - depth)
            assert normal[2] * rise > 0
            assert normal[0] * outward[0] + normal[1] * outward[1] > 0


class TestGoalWalls:
    def test_are_around_what_is_in_a_goal(self) -> None:
        distances = [distance for distance, _ in goal_walls((-100.0, 5900.0, 600.0))]
        assert distances == pytest.approx([792.755, 100.0, 42.775])

    @pytest.mark.parametrize(
        "point", [(0.0, 5125.0, 800.0), (1000.0, 5125.0, 100.0), (0.0, 5000.0, 100.0)]
    )
    def test_are_nowhere_else(self, point: Vector) -> None:
        assert goal_walls(point) == ()
