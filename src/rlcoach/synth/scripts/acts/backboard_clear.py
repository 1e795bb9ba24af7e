"""Balls met on the own backboard and sent away, and balls met elsewhere or not sent away."""

from __future__ import annotations

from rlcoach.synth.scripts.act import Act, NotShown
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import Striking, case_of, touches_by

KEY = "backboard_clear"
TRIES = 10


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    for _ in range(TRIES):
        act, is_met = _sent_away(stage, is_rebound=bool(seed % 2))
        if is_met:
            return act
        stage = stage.again()
    raise NotShown(f"no ball is met with seed {seed}")


def _sent_away(stage: Striking, *, is_rebound: bool) -> tuple[Act, bool]:
    """The act, and whether the car met the ball."""
    dice = stage.dice
    at = dice.uniform(0.7, 0.85) if is_rebound else dice.uniform(0.28, 0.34)
    _ball_at_backboard(stage)
    # Along the board: a car that comes from behind the ball would have to start in the wall.
    wanted = (
        dice.choice((-1, 1)) * dice.uniform(1500, 1900),
        850.0 if is_rebound else dice.uniform(300, 600),
        dice.uniform(100, 500),
    )
    driver = stage.strike(at, wanted)
    name = "a rebound off the own backboard sent away" if is_rebound else "met before the backboard"
    played = stage.scene.play(at + 2.6)
    act = case_of(KEY, name, played, [(driver, at, KEY, None)])
    return act, bool(touches_by(played, driver))


def _ball_at_backboard(stage: Striking) -> None:
    """Flies at the wall above the own goal and is there after 0.6 s."""
    dice = stage.dice
    place = (dice.uniform(-1200, 1200), dice.uniform(-4200, -4050), dice.uniform(950, 1200))
    stage.scene.ball(
        place,
        velocity=(dice.uniform(-200, 200), dice.uniform(-1550, -1450), dice.uniform(100, 350)),
    )


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    out = (dice.uniform(-600, 600), dice.uniform(1500, 2000), dice.uniform(100, 400))
    kind = seed % 4
    name = (
        "sent away from before the own goal, low",
        "sent away high, far from the backboard",
        "a shot at the opponent's backboard met by the attacker",
        "helped on into the own backboard",
    )[kind]
    if kind == 0:
        stage.scene.ball((dice.uniform(-600, 600), -4500.0, 500.0), velocity=(0.0, -300.0, 0.0))
    elif kind == 1:
        stage.scene.ball((dice.uniform(-900, 900), -3300.0, 1000.0), velocity=(0.0, -900.0, 0.0))
    elif kind == 2:
        stage.scene.ball((dice.uniform(-900, 900), 4100.0, 1000.0), velocity=(0.0, 900.0, 200.0))
        out = (0.0, 1800.0, 200.0)
    else:
        _ball_at_backboard(stage)
        out = (0.0, -1900.0, 300.0)
    stage.strike(0.15 if kind == 3 else 0.4, out)
    # The car flies on after a ball it helped on, and must not meet the rebound.
    return case_of(KEY, name, stage.scene.play(0.55 if kind == 3 else 1.0))


KIND = Kind(KEY, _positive, _near_miss)
