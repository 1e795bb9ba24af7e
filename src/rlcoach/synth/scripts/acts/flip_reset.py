"""Flip resets, with and without the game's counter, and other contacts in the air."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rlcoach.synth.physics.manoeuvres import steps
from rlcoach.synth.physics.world import Pilot
from rlcoach.synth.scripts.act import Act, require
from rlcoach.synth.scripts.acts.ball_stage import dice_of, scene_of, shown
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.scene import Driver, Scene

KEY = "flip_reset"

CONTACT = 1.1
"""Seconds of the scene when ball and car meet."""


def _flying(scene: Scene, pilot: Pilot, seed: int) -> Driver:
    """A car high in the air, its second jump left."""
    dice = dice_of(seed + 1000)
    return scene.car(
        position=(dice.uniform(-2000, 2000), dice.uniform(-2500, 2500), dice.uniform(900, 1200)),
        velocity=(dice.uniform(-300, 300), dice.uniform(0, 900), dice.uniform(150, 350)),
        pilot=pilot,
    )


def _resets(seed: int) -> Act:
    """The second jump is spent, the wheels meet the ball, and mostly the reset is used."""
    dice, scene = dice_of(seed), scene_of(seed)
    is_counted = seed // 4 % 2 == 0
    is_used = not is_counted or seed % 3 > 0
    use = CONTACT + dice.uniform(0.25, 0.6)
    plan: list[tuple[float, dict[str, Any]]] = [(0.1, {"jump": True}), (0.2, {})]
    if is_used:
        plan += [(use, {"jump": True, "pitch": dice.choice((-1.0, 1.0))}), (use + 0.1, {})]
    driver = _flying(scene, steps(plan), seed)
    scene.meet(driver, at=CONTACT, side="wheels", closing_uu_per_s=dice.uniform(150, 500))
    played = replace(scene.play(2.2), sends_refreshes=is_counted)
    return shown(
        KEY,
        f"wheels on the ball, {'used' if is_used else 'unused'}, "
        f"{'counted' if is_counted else 'not counted'}",
        played,
        driver,
        lambda recording: [one.start_seconds for one in recording.resets],
        is_success=is_used,
    )


def _near_miss(seed: int) -> Act:
    """Other sides of the car meet the ball before it dodges, or after."""
    dice, scene = dice_of(seed), scene_of(seed)
    side = ("nose", "roof", "left", "right", "tail")[seed // 2 % 5]
    use = CONTACT + dice.uniform(0.2, 0.5)
    late = [(use, {"jump": True, "pitch": -1.0}), (use + 0.1, {})]
    early = [(0.1, {"jump": True, "pitch": -1.0}), (0.2, {})]
    driver = _flying(scene, steps(early if seed % 4 == 3 else late), seed)
    scene.meet(driver, at=CONTACT, side=side, closing_uu_per_s=dice.uniform(150, 350))
    played = replace(scene.play(2.2), sends_refreshes=seed // 2 % 2 == 0)
    require(not played.recording.resets, "no reset")
    return shown(KEY, f"the ball meets the {side}, and the car dodges", played, driver)


KIND = Kind(KEY, _resets, _near_miss)
