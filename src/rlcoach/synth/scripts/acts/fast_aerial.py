"""Fast aerials, and slower or lower ways up."""

from __future__ import annotations

from collections.abc import Sequence

from rlcoach.synth.physics.manoeuvres import dodge, fast_aerial, steps
from rlcoach.synth.physics.recording import Span
from rlcoach.synth.scripts.act import Act, Played
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.stage import dice_of, in_air, on_ground, shown

KEY = "fast_aerial"


def _jumps(played: Played) -> Sequence[Span]:
    """First jumps: where a fast aerial begins."""
    return played.recording.jumps


def _positive(seed: int) -> Act:
    dice = dice_of(seed)
    start = dice.uniform(0.1, 0.5)
    if seed % 3:
        name, pilot = "two jumps under boost", fast_aerial(start, rise=dice.uniform(0.7, 1.3))
    else:
        held, gap = dice.uniform(0.15, 0.2), dice.uniform(0.25, 0.35)
        tilt = {"pitch": dice.uniform(0.5, 0.8)}
        boosting = {"boost": True} | tilt
        name = "the nose up first, boost a moment later"
        pilot = steps(
            [
                (start, {"jump": True} | tilt),
                (start + held, boosting),
                (start + gap, {"jump": True, "boost": True}),
                (start + gap + 0.05, {"boost": True} | tilt),
                (start + 0.55, {"boost": True}),
            ]
        )
    stage = on_ground(seed, pilot, speed=dice.uniform(0, 1600))
    return shown(KEY, name, stage, seconds=2.0, moments=_jumps)


def _near_miss(seed: int) -> Act:
    dice = dice_of(seed)
    start = dice.uniform(0.1, 0.4)
    up = {"pitch": 0.6}
    first = [(start, {"jump": True}), (start + 0.2, {})]
    second = [(start + 0.3, {"jump": True}), (start + 0.35, {})]
    late = [(start + 0.8, {"jump": True, "boost": True}), (start + 0.85, {"boost": True})]
    if seed % 6 == 5:
        pilot = steps([(0.0, {"boost": True, **up}), (0.4, {"boost": True})])
        stage = in_air(seed, pilot, height=dice.uniform(300, 600))
        return shown(KEY, "boost upwards in flight", stage, seconds=2.0)
    name, pilot = (
        ("two jumps without boost", steps(first + second)),
        (
            "two jumps with level boost",
            steps(
                [
                    (start, {"jump": True, "boost": True}),
                    (start + 0.2, {"boost": True}),
                    (start + 0.3, {"jump": True, "boost": True}),
                    (start + 0.35, {"boost": True}),
                ]
            ),
        ),
        (
            "one jump and boost",
            steps([(start, {"jump": True, "boost": True, **up}), (start + 0.25, {"boost": True})]),
        ),
        (
            "the second jump late",
            steps([(start, {"jump": True, "boost": True, **up}), (start + 0.2, {}), *late]),
        ),
        ("a front flip under boost", dodge(start, forward=1.0, boost=True)),
    )[seed % 6]
    return shown(KEY, name, on_ground(seed, pilot, speed=dice.uniform(0, 1600)), seconds=2.0)


KIND = Kind(KEY, _positive, _near_miss)
