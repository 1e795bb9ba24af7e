"""Goals, assists, shots, saves and points, from touches and the ball's way after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rlcoach.synth.match.flight import threat_of
from rlcoach.synth.match.log import Log
from rlcoach.synth.match_record import Saved, Scored, StatName, StatRise
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.vectors import Vector

ASSIST_SECONDS = 5.0
"""From a team mate's touch to the scorer's last one; chosen."""
SHOT_SECONDS = 0.55
"""So long before the ball would be in the goal the game counts a shot: 0.4 to 0.65 s in real files,
whenever the touch was."""
SAVE_SECONDS = 0.8
"""Who turns a ball away earlier than this has saved nothing; from the same files."""
SHOT_AGAIN_SECONDS = 0.75
"""A player's touches that push the ball at the goal within this time are one shot; chosen."""
EPIC_SECONDS = 0.25
"""A ball stopped this close to the line makes a save epic; chosen."""

GOAL_POINTS, ASSIST_POINTS, SAVE_POINTS, EPIC_SAVE_POINTS = 100, 50, 50, 75
SHOT_POINTS, CLEAR_POINTS, CENTRE_POINTS, TOUCH_POINTS = 10, 20, 10, 2
"""As the scores of real files rise with the things that they name."""

TOUCH_AGAIN_SECONDS = 1.0
"""Between touches of a player that give points: 1 s at least in real files."""

CLEAR_BEYOND_UU, CLEAR_UU_PER_S = 2300.0, 1300.0
CENTRE_FROM_UU, CENTRE_UU_PER_S = 1600.0, 700.0
"""From the middle line back, and how fast up the field; the same forward, how far from the middle
and how fast towards it. Chosen: the game's own rules are not known."""


class _Touch(NamedTuple):
    player: int
    seconds: float
    ball: Vector
    """Where the ball was."""


class _Danger(NamedTuple):
    """A ball on its way to a goal."""

    goal: int
    seconds: float
    """When it will be there."""
    player: int
    """Who touched it last."""
    touch_seconds: float


class Scoreboard:
    """All numbers of all players, and the score."""

    def __init__(self, teams: Sequence[int], log: Log) -> None:
        """Nobody has done anything."""
        self.score = [0, 0]
        self._teams, self._log = teams, log
        self._values: dict[tuple[int, StatName], int] = {}
        self._pointed_seconds = [-TOUCH_AGAIN_SECONDS] * len(teams)
        self._shot_seconds = [-SHOT_AGAIN_SECONDS] * len(teams)
        self.begin_round()

    def begin_round(self) -> None:
        """A kickoff: nobody has touched the new ball."""
        self._touches: list[_Touch] = []
        self._judged = 0
        self._danger: _Danger | None = None
        self._was_heading: int | None = None

    def rise(self, player: int, name: StatName, by: int = 1) -> None:
        """A number rises."""
        value = self._values.get((player, name), 0) + by
        self._values[player, name] = value
        self._log.happenings.append(StatRise(self._log.frame, player, name, value))

    def touch(self, player: int, seconds: float, ball: Ball) -> None:
        """A player begins to touch the ball; what comes of it is judged when he lets go."""
        self._touches.append(_Touch(player, seconds, ball.position))

    def judge(self, ball: Ball, seconds: float) -> None:
        """Nobody touches the ball now: where does it go since the last touches?"""
        touches = self._touches[self._judged :]
        if not touches:
            return
        self._judged = len(self._touches)
        before, threat = self._danger, threat_of(ball)
        heading = threat.goal if threat is not None else None
        self._was_heading = before.goal if before is not None else None
        for touch in touches:
            self._give_points(touch, ball)
        savers = [one for one in touches if self._teams[one.player] == self._was_heading]
        if before is not None and savers and heading != before.goal:
            left = before.seconds - savers[-1].seconds
            if left < SAVE_SECONDS:
                self._shoot(before)
                self._save(savers[-1].player, is_epic=left < EPIC_SECONDS)
        self._danger = None
        if threat is not None:
            last = touches[-1]
            self._danger = _Danger(threat.goal, seconds + threat.seconds, last.player, last.seconds)

    def watch(self, seconds: float) -> None:
        """A ball on its way becomes a shot shortly before it is there."""
        if self._danger is not None and self._danger.seconds - seconds < SHOT_SECONDS:
            self._shoot(self._danger)

    def goal(self, team: int, seconds: float, ball: Ball) -> Scored:
        """The ball is in the goal of the other team."""
        self.judge(ball, seconds)
        self.score[team] += 1
        by_team = [one for one in self._touches if self._teams[one.player] == team]
        scorer = by_team[-1].player if by_team else None
        assister: int | None = None
        if scorer is not None:
            latest = by_team[-1].seconds
            self._shoot(_Danger(1 - team, seconds, scorer, latest))
            self.rise(scorer, "MatchGoals")
            self.rise(scorer, "MatchScore", GOAL_POINTS)
            passes = [
                one.player
                for one in by_team
                if one.player != scorer and latest - one.seconds < ASSIST_SECONDS
            ]
            assister = passes[-1] if passes else None
        if assister is not None:
            self.rise(assister, "MatchAssists")
            self.rise(assister, "MatchScore", ASSIST_POINTS)
        is_own = bool(self._touches) and self._is_own(team)
        return Scored(self._log.frame, seconds, team, scorer, assister, is_own)

    def _is_own(self, team: int) -> bool:
        """Whether the last touch was by the other team and turned the ball into its goal."""
        is_theirs = self._teams[self._touches[-1].player] != team
        return is_theirs and self._was_heading != 1 - team

    def _shoot(self, danger: _Danger) -> None:
        """Counts a shot at the other team's goal, once."""
        player = danger.player
        is_counted = danger.touch_seconds - self._shot_seconds[player] < SHOT_AGAIN_SECONDS
        if is_counted or self._teams[player] == danger.goal:
            return
        self._shot_seconds[player] = danger.touch_seconds
        self.rise(player, "MatchShots")
        self.rise(player, "MatchScore", SHOT_POINTS)

    def _save(self, player: int, *, is_epic: bool) -> None:
        self._log.happenings.append(Saved(self._log.frame, player, is_epic))
        self.rise(player, "MatchSaves")
        self.rise(player, "MatchScore", EPIC_SAVE_POINTS if is_epic else SAVE_POINTS)

    def _give_points(self, touch: _Touch, ball: Ball) -> None:
        """For a touch, and for a ball cleared or played to the middle by it."""
        player, seconds, place = touch
        if seconds - self._pointed_seconds[player] < TOUCH_AGAIN_SECONDS:
            return
        self._pointed_seconds[player] = seconds
        side = -1.0 if self._teams[player] else 1.0
        ahead, up_field = side * place[1], side * ball.velocity[1]
        inwards = -ball.velocity[0] if place[0] > 0 else ball.velocity[0]
        points = TOUCH_POINTS
        if ahead < -CLEAR_BEYOND_UU and up_field > CLEAR_UU_PER_S:
            points += CLEAR_POINTS
        elif ahead > CLEAR_BEYOND_UU and abs(place[0]) > CENTRE_FROM_UU:
            points += CENTRE_POINTS if inwards > CENTRE_UU_PER_S else 0
        self.rise(player, "MatchScore", points)
