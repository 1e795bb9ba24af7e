"""What players do with a car: controllers that press the buttons of a manoeuvre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.world import Pilot, World


def hold(**pressed: Any) -> Pilot:
    """Holds the same `Controls` all the time."""
    controls = Controls(**pressed)
    return lambda _world, _car: controls


def steps(plan: Sequence[tuple[float, dict[str, Any]]]) -> Pilot:
    """Changes what is pressed at given seconds; before the first step nothing is."""
    timed = [(at, Controls(**pressed)) for at, pressed in plan]

    def fly(world: World, _car: Car) -> Controls:
        now = Controls()
        for at, controls in timed:
            # The clock is a count of ticks: a step at its very time must not be missed by rounding.
            if world.seconds >= at - 1e-6:
                now = controls
        return now

    return fly
