"""Plays with the ball, and after losing it. Who does what is said in words."""

from __future__ import annotations

from rlcoach.synth.scripts.choreography import Choreography, Place, Stop, beside

MIDDLE = (0.0, 0.0)


def scored(
    ball: Place = (0, 3000), *, keeper: Place = (0, 4900), goal_at: float = 3.0
) -> Choreography:
    """Ann hits the ball at 1 s from a place, and it is in later; Bob stands at `keeper`."""
    play = Choreography(seconds=6)
    height = ball[2] - 110 if len(ball) > 2 else 17
    x, y = (ball[0], ball[1]) if len(ball) > 2 else beside(ball, 0)
    play.car("Ann", 0, (0, (x, y - 1200, height)), (1.0, (x, y, height)), (3.0, (x, y + 500)))
    play.car("Bob", 1, (0, keeper))
    start = (*ball[:2], ball[2] + 300) if len(ball) > 2 else ball
    play.ball((0, start), (1.0, ball), (goal_at, (0, 5350)))
    play.touch(0, 1.0)
    play.goal("Ann", 0, goal_at)
    return play


def siege(*, touches: int = 3, away_seconds: float = 0.0) -> Choreography:
    """Ann plays the ball in front of Bob's goal for 6 s, which may leave the half in between."""
    play = Choreography(seconds=10)
    spots = [(0.0, 2000.0), (900.0, 2800.0), (-400.0, 2400.0)][:touches]
    stops = [(1.0 + 2 * number, spot) for number, spot in enumerate(spots)]
    play.car("Ann", 0, (0, (0, 900)), *((at, beside(spot, 0)) for at, spot in stops))
    play.car("Bob", 1, (0, (3500, 5000)))
    out = [(7.0, (0, 400))]
    out += [(7.2, (0, 0)), (7.2 + away_seconds, (0, 0))] if away_seconds else []
    out += [(7.5 + away_seconds, (0, 600)), (9.0 + away_seconds, (0, 2500))]
    play.ball((0, spots[0]), *stops, *out)
    for at, _ in stops:
        play.touch(0, at)
    return play


def counter(*, second_at: float = 4.5, won_y: float = -3000.0) -> Choreography:
    """Bob attacks, Ann wins the ball at `won_y` at 2 s, Abe touches it at y = 1,200."""
    play = Choreography(seconds=9)
    won, on = (0.0, won_y), (0.0, 1200.0)
    play.car("Bob", 1, (0, (0, 0)), (0.5, beside((0, -1000), 1)), (3, (500, -3000)))
    play.car("Ann", 0, (0, (0, won_y - 1200)), (2.0, beside(won, 0)))
    play.car("Abe", 0, (0, (0, -800)), (second_at, beside(on, 0)))
    play.ball((0, (0, -1000)), (0.5, (0, -1000)), (2.0, won), (second_at, on), (9, (600, 3500)))
    play.touch(1, 0.5)
    play.touch(0, 2.0)
    return play


def lost_ball(last_man_y: float, *, mates: int = 2) -> Choreography:
    """Ann has the ball until Bob takes it at y = 2,000 and sends it back."""
    play = Choreography(seconds=6)
    play.car(
        "Ann", 0, (0, (0, 400)), (1.0, beside((0, 1000), 0)), (3, (300, 2600)), (6, (300, 4000))
    )
    if mates > 1:
        play.car("Abe", 0, (0, (900, last_man_y)), (6, (900, last_man_y + 50)))
    play.car("Bob", 1, (0, (0, 4500)), (3.0, beside((0, 2000), 1)), (6, (0, 0)))
    play.ball((0, (0, 1000)), (1.0, (0, 1000)), (3.0, (0, 2000)), (6.0, (0, -1500)))
    play.touch(0, 1.0)
    play.touch(1, 3.0)
    return play


def turned_over(ann_y: float) -> Choreography:
    """Ann had the ball at y = 500, Bob takes it and brings it deep in 1.5 s; no goal."""
    play = Choreography(seconds=6)
    play.car("Ann", 0, (0, (0, -300)), (1.0, beside((0, 500), 0)), (2.0, (300, ann_y)))
    play.car("Bob", 1, (0, (0, 4500)), (2.5, beside((0, 1000), 1)))
    play.ball((0, (0, 500)), (1.0, (0, 500)), (2.5, (0, 1000)), (5.0, (0, -2800)))
    play.touch(0, 1.0)
    play.touch(1, 2.5)
    return play


def handed_over(*leaves: Stop) -> Choreography:
    """Ann has touched the ball, which rolls to Abe, who goes for it; then she `leaves`."""
    play = Choreography(seconds=6)
    play.car("Ann", 0, (0, (0, -1500)), (1.0, beside(MIDDLE, 0)), *leaves)
    play.car(
        "Abe", 0, (0, (-800, -2500)), (1.5, (-800, -1800)), (3.5, (-300, 1500)), (4, (0, 2000))
    )
    play.car("Bob", 1, (0, (0, 5000)))
    play.ball((0, MIDDLE), (1.0, MIDDLE), (4.5, (0, 3000)))
    play.touch(0, 1.0)
    return play
