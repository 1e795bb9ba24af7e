"""What a match is played with: the ball, cars and their drivers, pads, and the recording's time."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from rlcoach.replay.game_data import car_body
from rlcoach.synth.match.log import Log, Seat
from rlcoach.synth.match.pads import Pads
from rlcoach.synth.match.rules import (
    FIRST_FRAME_SECONDS,
    FIVE_TICKS_SHARE,
    RESPAWN_SECONDS,
    TICKS_PER_FRAME,
    Rules,
)
from rlcoach.synth.match.scoreboard import Scoreboard
from rlcoach.synth.match.spawns import kickoff_cars, respawned_car
from rlcoach.synth.match_record import (
    Bumped,
    Demolished,
    MatchPlayer,
    PadReturned,
    PadTaken,
    Touched,
)
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.bodies import Bodies, Ram
from rlcoach.synth.physics.car import RESTING
from rlcoach.synth.physics.constants import TICK_SECONDS
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.situation import Brain, Phase, Situation


class Pitch:
    """Moves everything on by network frames, and notes what happens."""

    def __init__(
        self,
        players: Sequence[MatchPlayer],
        brains: Sequence[Brain],
        *,
        random: Random,
        rules: Rules,
    ) -> None:
        """Nothing is there yet."""
        self.teams = tuple(player.team for player in players)
        self.log = Log(len(players))
        self.board = Scoreboard(self.teams, self.log)
        self.bodies = Bodies(None, [None] * len(players), self._demolishes)
        self.pads = Pads()
        self.ball_life = -1
        self.time = round(random.uniform(*FIRST_FRAME_SECONDS), 3)
        """Of the recording, at the end of the newest frame."""
        self.situation = Situation(
            seconds=0.0,
            phase=Phase.COUNTDOWN,
            phase_seconds=0.0,
            ball=Ball(),
            cars=self.bodies.cars,
            teams=self.teams,
            pads_ready=self.pads.ready,
            seconds_left=float(rules.match_seconds),
            is_overtime=False,
            score=(0, 0),
        )
        self._families = tuple(car_body(player.body_id).hitbox for player in players)
        self._brains, self._random, self._rules = brains, random, rules
        self._seats = [Seat() for _ in players]
        self._respawns: list[tuple[float, int]] = []

    def set_up(self) -> None:
        """A new ball, new cars at kickoff spots, and all pads."""
        self.ball_life += 1
        self.situation.ball = Ball()
        self.bodies.ball = None
        self.bodies.forget()
        self._respawns.clear()
        for number, car in enumerate(kickoff_cars(self.teams, self._families, self._random)):
            self._seats[number].life += 1
            self.bodies.cars[number] = car
        frame = self.log.frame
        self.log.happenings.extend(PadReturned(frame, pad) for pad in self.pads.reset())

    def begin(self, phase: Phase) -> None:
        """A phase begins now."""
        self.situation.phase, self.situation.phase_seconds = phase, 0.0

    def let_go(self) -> None:
        """The kickoff begins."""
        self.begin(Phase.KICKOFF)
        self.bodies.ball = self.situation.ball
        self.board.begin_round()

    def take_ball_away(self) -> None:
        """The ball has exploded."""
        self.begin(Phase.AFTER_GOAL)
        self.bodies.ball = None

    def wait(self) -> float:
        """A frame in which nothing moves; its seconds."""
        self._press()
        return self._pass_time(self._next_ticks())

    def play(self) -> float:
        """A frame of play; its seconds."""
        self._press()
        cars = self.bodies.cars
        places = [car.position if car is not None else None for car in cars]
        ticks = self._next_ticks()
        self.bodies.advance([seat.pressed for seat in self._seats], ticks)
        started = self.time
        seconds = self._pass_time(ticks)
        self._note_rams(started)
        self._note_touches(started)
        self._take_pads(places, started)
        return seconds

    def write(self, delta_seconds: float, *, ball_is_hidden: bool = False) -> None:
        """The row of the frame; everything of the frame has been noted."""
        log = self.log
        log.time.append(self.time)
        log.delta.append(delta_seconds)
        log.write_ball(self.situation.ball, self.ball_life, is_hidden=ball_is_hidden)
        log.write_cars(self.bodies.cars, self._seats)

    def _press(self) -> None:
        """Everybody who has a car decides."""
        situation = self.situation
        for number, (seat, brain) in enumerate(zip(self._seats, self._brains, strict=True)):
            if situation.cars[number] is not None:
                seat.pressed = brain.decide(situation, number)
                seat.has_ball_cam = brain.wants_ball_cam()
            else:
                seat.pressed = RESTING

    def _next_ticks(self) -> int:
        least, most = TICKS_PER_FRAME
        return most if self._random.random() < FIVE_TICKS_SHARE else least

    def _pass_time(self, ticks: int) -> float:
        seconds = ticks * TICK_SECONDS
        self.time += seconds
        self.situation.seconds += seconds
        self.situation.phase_seconds += seconds
        for pad in self.pads.return_until(self.time):
            self.log.happenings.append(PadReturned(self.log.frame, pad))
        while self._respawns and self._respawns[0][0] <= self.time:
            player = self._respawns.pop(0)[1]
            car = respawned_car(self.teams[player], self._families[player], self._random)
            self._seats[player].life += 1
            self.bodies.cars[player] = car
        return seconds

    def _demolishes(self, attacker: int, victim: int) -> bool:
        car = self.bodies.cars[attacker]
        is_foe = self.teams[attacker] != self.teams[victim]
        return (
            car is not None and car.is_supersonic and (is_foe or self._rules.demolishes_team_mates)
        )

    def _note_rams(self, started: float) -> None:
        for ram in self.bodies.rams:
            seconds = started + ram.tick * TICK_SECONDS
            if ram.demolishes:
                self._demolish(ram, seconds)
            else:
                self.log.happenings.append(
                    Bumped(self.log.frame, seconds, ram.attacker, ram.victim)
                )

    def _demolish(self, ram: Ram, seconds: float) -> None:
        self._respawns.append((seconds + RESPAWN_SECONDS, ram.victim))
        self.log.happenings.append(
            Demolished(
                self.log.frame,
                seconds,
                attacker=ram.attacker,
                victim=ram.victim,
                attacker_velocity=ram.attacker_velocity,
                victim_velocity=ram.victim_velocity,
            )
        )
        self.board.rise(ram.attacker, "MatchDemolishes")

    def _note_touches(self, started: float) -> None:
        for touch in self.bodies.touches:
            seconds = started + touch.tick * TICK_SECONDS
            is_first = self.situation.phase is Phase.KICKOFF
            if is_first:
                self.begin(Phase.PLAY)
                self.situation.phase_seconds = self.time - seconds
            self.log.happenings.append(
                Touched(self.log.frame, seconds, touch.car, is_first=is_first)
            )
            self.board.touch(touch.car, seconds, self.situation.ball)
        if not self.bodies.is_touched:
            self.board.judge(self.situation.ball, self.time)
            self.board.watch(self.time)

    def _take_pads(self, places: Sequence[Vector | None], started: float) -> None:
        """Who came first takes a pad; `places` are of the frame's start."""
        taken = []
        for player, (before, car) in enumerate(zip(places, self.bodies.cars, strict=True)):
            if car is not None and before is not None:
                reached = self.pads.reached(before, car.position)
                if reached is not None:
                    taken.append((reached.share, player, reached.pad))
        for share, player, pad in sorted(taken):
            car = self.bodies.cars[player]
            if car is not None and self.pads.ready[pad]:
                seconds = started + share * (self.time - started)
                car.boost_pct = min(car.boost_pct + self.pads.take(pad, seconds), 100.0)
                self.log.happenings.append(PadTaken(self.log.frame, seconds, player, pad))
