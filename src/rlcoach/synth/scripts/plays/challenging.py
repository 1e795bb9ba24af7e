"""Plays in which somebody comes to the ball with or after another, or misses it."""

from __future__ import annotations

from rlcoach.synth.scripts.choreography import Choreography, Place, Stop, beside

MIDDLE = (0.0, 0.0)


CLOSE = ((0.0, (0, -3160)), (0.95, (0, -1260)), (1.5, (0, -650)), (2.0, (0, -90)), (3.0, (0, 900)))
"""How Ann drives who is not far from it: seconds and places."""


def race(*ann: Stop, bob_had_it: bool = False) -> Choreography:
    """Bob is at the free ball at 1.5 s and sends it past Ann, who drives as told."""
    play = Choreography(seconds=5)
    bob = [(0.0, (0, 2800)), (1.5, beside(MIDDLE, 1))]
    if bob_had_it:
        bob = [(0.0, (0, 900)), (0.7, beside((0, 600), 1)), (1.5, beside(MIDDLE, 1))]
        play.ball((0, (0, 600)), (0.7, (0, 600)), (1.5, MIDDLE), (4.5, (2500, -2500)))
        play.touch(1, 0.7)
    else:
        play.ball((0, MIDDLE), (1.5, MIDDLE), (4.5, (2500, -2500)))
    play.car("Bob", 1, *bob)
    play.car("Ann", 0, *ann)
    play.touch(1, 1.5)
    return play


def both_go(ball: Place, *, apart: float = 0.0, is_kickoff: bool = False) -> Choreography:
    """Ann touches the ball at 1 s; Abe comes at it from the other wing, `apart` seconds later."""
    x, y = ball[0], ball[1]
    play = Choreography(seconds=4, is_kickoff=is_kickoff)
    play.car("Ann", 0, (0, (x + 1000, y - 1135)), (1.0, beside(ball, 0)), (1.4, (x, y + 300)))
    play.car("Abe", 0, (apart, (x - 1400, y - 1300)), (1.1 + apart, (x - 120, y - 230)))
    play.car("Bob", 1, (0, (3000, 5000)))
    play.ball((0, ball), (1.0, ball), (3.0, (x, y + 2500)))
    play.touch(0, 1.0)
    return play


def challenged(
    *after: Stop, ball: Place = (0, 2500), next_touch: tuple[str, float] | None = None
) -> Choreography:
    """Bob hits the ball at 1 s while Ann comes at it; then the ball goes to `ball` in 1.5 s."""
    play = Choreography(seconds=6)
    play.car("Bob", 1, (0, (0, 1500)), (1.0, beside(MIDDLE, 1)), (2.2, (900, 900)))
    play.car(
        "Ann", 0, (0, (0, -2100)), (1.0, (0, -600)), *(after or ((1.4, (0, 0)), (2.4, (0, 1500))))
    )
    stops: list[Stop] = [(0, MIDDLE), (1.0, MIDDLE), (2.5, ball)]
    if next_touch is not None:
        name, at = next_touch
        team = 0 if name == "Abe" else 1
        play.car(name, team, (0, (-2000, 100)), (at, beside(ball, team)))
        play.touch(team, at)
        stops[-1] = (at, ball)
    play.ball(*stops, (5.5, (1500, ball[1])))
    play.touch(1, 1.0)
    return play


def passes_by(side: float, *ball: Stop, dodge: float | None = 1.0, z: float = 17) -> Choreography:
    """Ann drives past a still ball, or one that goes as told, at 1.2 s, `side` uu beside it."""
    play = Choreography(seconds=4)
    stops = ((0, (side, -2400, z)), (1.2, (side, 0, z)), (2.4, (side + 400, 2000, z)))
    play.car("Ann", 0, *stops)
    play.car("Bob", 1, (0, (3000, 5000)))
    play.ball(*(ball or ((0, (0, 0)), (4, (0, 0)))))
    if dodge is not None:
        play.dodge("Ann", dodge)
    return play
