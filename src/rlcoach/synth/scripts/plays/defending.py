"""Plays before the own goal. Who does what is said in words."""

from __future__ import annotations

from rlcoach.synth.scripts.choreography import Choreography, Place, beside

BEFORE_GOAL = (0.0, -2500.0)


def last_man(*, mate_y: float = 3000.0, stops_at: float | None = 3.0) -> Choreography:
    """Bob brings the ball from y = -500 to -2,800 in 2 s; Ann waits at -4,000 and may clear it."""
    play = Choreography(seconds=6)
    end = (0.0, -2800.0)
    if stops_at is None:
        play.car("Ann", 0, (0, (600, -4000)))
        play.ball((0, (0, -500)), (1.0, (0, -500)), (3.0, end), (4.5, (0, -5300)))
    else:
        play.car("Ann", 0, (0, (0, -4000)), (2, (0, -4000)), (stops_at, beside(end, 0)))
        play.ball((0, (0, -500)), (1.0, (0, -500)), (stops_at, end), (6, (0, 500)))
        play.touch(0, stops_at)
    play.car("Abe", 0, (0, (1500, mate_y)))
    play.car("Bob", 1, (0, (0, 900)), (1.0, beside((0, -500), 1)), (3.0, (0, end[1] + 500)))
    play.touch(1, 1.0)
    return play


def shot(
    *, jump: float, keeper: Place = (0, -4800), shot_y: float = -5300, saves: bool = False
) -> Choreography:
    """Bob hits the ball at y = -3,000 at 2 s; Ann at `keeper` jumps when told."""
    play = Choreography(seconds=5)
    spot = (0.0, -3000.0)
    x, y = keeper[0], keeper[1]
    play.car(
        "Ann", 0, (0, (x, y - 5)), (jump, keeper), (jump + 0.5, (x, y, 220)), (jump + 1.0, keeper)
    )
    play.car("Bob", 1, (0, (0, -1500)), (2.0, beside(spot, 1)))
    stop = (2.8, (0, y + 135)) if saves else (3.2, (0, shot_y))
    play.ball((0, spot), (2.0, spot), stop, (4.8, (1500, stop[1][1] + 500)))
    play.touch(1, 2.0)
    if saves:
        play.touch(0, 2.8)
    play.jump("Ann", jump)
    return play


def saved(ball: Place, *, car_z: float = 17.0) -> Choreography:
    """Ann saves at 1 s with the ball at a place, and it goes away to the side."""
    play = Choreography(seconds=3)
    height = ball[2] if len(ball) > 2 else 93.0
    under = (ball[0], ball[1] - 100, height - 110) if car_z > 100 else (ball[0], ball[1] - 135, 17)
    play.car("Ann", 0, (0, (ball[0], ball[1] - 400, car_z)), (1.0, under), (1.5, (ball[0], -5000)))
    play.car("Bob", 1, (0, (0, 2000)))
    start = (ball[0], ball[1] + 2000, height)
    play.ball((0, start), (1.0, ball), (2.0, (ball[0] + 1500, ball[1] + 900)))
    play.touch(0, 1.0)
    play.save("Ann", 1.1)
    return play


def attack(start: Place, end: Place, *, carrier_y: float = 135.0) -> Choreography:
    """Bob pushes the ball from y = 1,500 to -2,500 in 3 s; Ann drives from start to end."""
    play = Choreography(seconds=5)
    play.car("Ann", 0, (0, start), (1.0, start), (4.0, end))
    ball, goal = (0, 1500), (0, -2500)
    play.car("Bob", 1, (0, (0, 3000)), (1.0, beside(ball, 1)), (4.0, (0, goal[1] + carrier_y)))
    play.ball((0, ball), (1.0, ball), (4.0, goal))
    play.touch(1, 1.0)
    return play


def cleared(team: int | None, at: float) -> Choreography:
    """Ann clears at 1 s; somebody touches the ball at y = 500, or nobody does."""
    play = Choreography(seconds=7)
    start, end = (0.0, -3500.0), (0.0, 500.0)
    play.car("Ann", 0, (0, (0, -4700)), (1.0, beside(start, 0)), (1.5, (0, -3300)))
    play.car("Abe", 0, (0, (3000, 0)), *([(at, beside(end, 0))] if team == 0 else []))
    play.car("Bob", 1, (0, (-3000, 3000)), *([(at, beside(end, 1))] if team == 1 else []))
    play.ball((0, start), (1.0, start), (at, end), (7, (1500, 900)))
    play.touch(0, 1.0)
    if team is not None:
        play.touch(team, at)
    return play


def conceded(
    abe: Place = (2500, -3000), *, boost: float = 50.0, seconds: float = 1.2
) -> Choreography:
    """Bob shoots at 3 s and it is in `seconds` later; Ann is upfield, Abe at a place."""
    play = Choreography(seconds=8)
    play.car("Ann", 0, (0, (-1500, 2000)))
    play.car("Abe", 0, (0, abe), boost=boost)
    play.car("Bob", 1, (0, (0, 500)), (3.0, beside(BEFORE_GOAL, 1)))
    play.ball((0, BEFORE_GOAL), (3.0, BEFORE_GOAL), (3.0 + seconds, (0, -5350)))
    play.touch(1, 3.0)
    play.goal("Bob", 1, 3.0 + seconds)
    return play


def scored_against(y: float) -> Choreography:
    """Bob shoots from y = -1,000 and scores; Ann is at `y` then."""
    play = Choreography(seconds=4)
    play.car("Ann", 0, (0, (500, y)))
    play.car("Bob", 1, (0, (0, 500)), (1.0, beside((0, -1000), 1)))
    play.ball((0, (0, -1000)), (1.0, (0, -1000)), (3.0, (0, -5300)))
    play.touch(1, 1.0)
    play.goal("Bob", 1, 3.0)
    return play
