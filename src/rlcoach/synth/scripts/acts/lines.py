"""Acts of one thing each, for scripts that say who does what."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, islice
from math import atan2, cos, hypot, sin
from random import Random
from typing import Any

from rlcoach.replay.game_data import pad_layout
from rlcoach.synth.physics.constants import CAR_REST_UU
from rlcoach.synth.physics.manoeuvres import dodge, hold, steps
from rlcoach.synth.scripts.act import Act, NotShown, Wanted
from rlcoach.synth.scripts.acts.ball_stage import scene_of
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.ramming import Drive, drawn
from rlcoach.synth.scripts.acts.stage import on_ground, shown
from rlcoach.synth.scripts.acts.striking import Hitter, Striking, touches_by
from rlcoach.synth.scripts.scene import Placement, Scene

TRIES = 200
"""Seeds until an act shows what it should."""

RUN_UP_UU = 480.0
"""From where a car sets out to the middle of a pad: farther than it reaches."""

PAD_SPEED_UU_PER_S = 1000.0

COASTING = {"throttle": 0.02}
"""Keeps the speed."""


def found(make: Callable[[int], Act], fits: Callable[[Act], bool], *, first: int = 0) -> Act:
    """The act of the first seed that shows what it should.

    Raises:
        NotShown: none of many does.
    """
    for seed in islice(count(first), TRIES):
        try:
            act = make(seed)
        except NotShown:
            continue
        if fits(act):
            return act
    raise NotShown("no seed shows it")


def of_kind(kind: Kind, *, team: int, sort: str | None = None, first: int = 0) -> Act:
    """An act in which a player of a team does it; `sort` is one of the event's kinds."""

    def fits(act: Act) -> bool:
        main = act.wanted[0]
        by_team = main.car < 0 or act.played.teams[main.car] == team
        return by_team and act.played.sends_refreshes and sort in (None, main.kind)

    return found(kind.positive, fits, first=first)


def collecting(pad: int, *, team: int) -> Act:
    """A car drives over a boost pad, away from the middle of the field."""
    spot = pad_layout("soccar")[pad]
    yaw = atan2(spot.y, spot.x)
    scene = Scene()
    scene.ball((-3300.0 if spot.x > 0 else 3300.0, -3900.0 if spot.y > 0 else 3900.0, 93.0))
    scene.car(
        team=team,
        position=(spot.x - RUN_UP_UU * cos(yaw), spot.y - RUN_UP_UU * sin(yaw), CAR_REST_UU),
        velocity=(PAD_SPEED_UU_PER_S * cos(yaw), PAD_SPEED_UU_PER_S * sin(yaw), 0.0),
        yaw=yaw,
        boost_pct=20.0,
        pilot=hold(**COASTING),
    )
    played = scene.play(0.6)
    taken = [one for one in played.pickups if one.pad == pad]
    if not taken:
        raise NotShown(f"pad {pad} is not taken")
    return Act("pickup", f"collects pad {pad}", played, (Wanted(0, taken[0].seconds),))


def ramming(*, team: int, is_demolition: bool, first: int = 0) -> Act:
    """A car runs into an opponent: a demolition, or a bump."""
    drive = Drive(
        "a demolition" if is_demolition else "a bump",
        2290.0 if is_demolition else 1600.0,
        outcome="demolition" if is_demolition else "bump",
    )
    key = "demolition" if is_demolition else "bump"

    def make(seed: int) -> Act:
        act = drawn(key, seed, drive, is_success=None, seconds=5.0 if is_demolition else 3.0)
        wrecks, bumps = act.played.wrecks, act.played.recording.bumps
        seconds = wrecks[0].seconds if wrecks else bumps[0].seconds
        return Act(key, drive.name, act.played, (Wanted(0, seconds),))

    return found(make, lambda act: act.played.teams[0] == team, first=first)


def jumping(*, team: int, first: int = 0) -> Act:
    """A jump off the floor."""

    def make(seed: int) -> Act:
        pilot = steps([(0.3, {"jump": True}), (0.5, {})])
        stage = on_ground(seed, pilot, speed=500.0)
        return shown(
            "jump", "a jump", stage, seconds=1.6, moments=lambda played: played.recording.jumps
        )

    return found(make, lambda act: act.played.teams[0] == team, first=first)


def dodging(*, team: int, forward: float, right: float, first: int = 0) -> Act:
    """A dodge out of a jump."""

    def make(seed: int) -> Act:
        stage = on_ground(seed, dodge(0.3, forward=forward, right=right), speed=500.0)
        return shown(
            "dodge", "a dodge", stage, seconds=2.0, moments=lambda played: played.recording.dodges
        )

    return found(make, lambda act: act.played.teams[0] == team, first=first)


def clearing(*, team: int, first: int = 0) -> Act:
    """A ball deep in the own third driven out of it."""

    def make(seed: int) -> Act:
        stage = Striking(seed)
        dice = stage.dice
        stage.scene.ball((dice.uniform(-1500, 1500), dice.uniform(-3600, -3000), 92.0))
        wanted = (dice.uniform(-400, 400), dice.uniform(1900, 2300), dice.uniform(50, 250))
        driver = stage.strike(0.6, wanted, Hitter(is_driving=True, is_exact=False))
        played = stage.scene.play(3.0)
        if len(touches_by(played, driver)) != 1:
            raise NotShown("one touch")
        return Act("clear", "a clear", played, (Wanted(driver.number, 0.6),))

    return found(make, lambda act: act.played.teams[0] == team, first=first)


def scoring(*, team: int, first: int = 0) -> Act:
    """A ball driven into the goal along the floor."""

    def make(seed: int) -> Act:
        dice, scene = Random(4793 * seed + 1), scene_of(seed)
        x, y = dice.uniform(-500, 500), dice.uniform(3000, 3600)
        way = hypot(x, 5120 - y)
        ahead = (-x / way, (5120 - y) / way)
        scene.ball((x, y, 93.0))
        scene.car(
            position=(x - 900 * ahead[0], y - 900 * ahead[1], CAR_REST_UU),
            velocity=(1400 * ahead[0], 1400 * ahead[1], 0.0),
            yaw=atan2(ahead[1], ahead[0]),
            pilot=hold(throttle=1.0),
        )
        return _goal_act("a goal along the floor", scene)

    return found(make, lambda act: act.played.teams[0] == team, first=first)


def scoring_with_reset(*, team: int, first: int = 0) -> Act:
    """Wheels on the ball on the way to the goal, and the dodge they give back scores."""

    def make(seed: int) -> Act:
        dice = Random(7129 * seed + 5)
        scene = Scene(Placement(is_mirrored=bool(seed % 2), is_swapped=bool(seed // 2 % 2)))
        contact = 0.7
        use = contact + dice.uniform(0.2, 0.35)
        plan: list[tuple[float, dict[str, Any]]] = [(0.1, {"jump": True}), (0.2, {})]
        plan += [(use, {"jump": True, "pitch": -1.0}), (use + 0.1, {})]
        pace = dice.uniform(1300, 1600)
        driver = scene.car(
            position=(dice.uniform(-300, 300), dice.uniform(1500, 2100), dice.uniform(750, 950)),
            velocity=(0.0, pace, dice.uniform(100, 250)),
            pilot=steps(plan),
        )
        scene.meet(
            driver,
            at=contact,
            side="wheels",
            ball_velocity=(0.0, pace + dice.uniform(0, 80), dice.uniform(0, 250)),
        )
        act = _goal_act("a goal with a flip reset", scene)
        resets = act.played.recording.resets
        if len(resets) != 1:
            raise NotShown("one reset")
        wanted = Wanted(0, resets[0].start_seconds)
        return Act("flip_reset", act.name, act.played, (wanted,))

    def fits(act: Act) -> bool:
        touches, goal = act.played.recording.touches, act.played.goal
        reset = act.wanted[0].seconds
        is_hit = any(touch.start_seconds > reset + 0.15 for touch in touches)
        return act.played.teams[0] == team and is_hit and goal is not None

    return found(make, fits, first=first)


def _goal_act(name: str, scene: Scene) -> Act:
    played = scene.play(3.5)
    if played.goal is None or played.goal.car != 0:
        raise NotShown(name)
    return Act("goal", name, played, (Wanted(0, played.goal.seconds),))


def scoring_after(kind: Kind, *, team: int, first: int = 0) -> Act:
    """An act of a kind whose player then scores."""

    def fits(act: Act) -> bool:
        main, goal = act.wanted[0], act.played.goal
        is_scorer = goal is not None and goal.car == main.car
        return is_scorer and act.played.teams[main.car] == team and act.played.sends_refreshes

    return found(kind.positive, fits, first=first)
