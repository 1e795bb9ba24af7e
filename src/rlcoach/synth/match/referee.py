"""Runs a match: countdown, play, goals, the clock, overtime, the end."""

from __future__ import annotations

from random import Random

from rlcoach.synth.match.clock import Clock
from rlcoach.synth.match.pitch import Pitch
from rlcoach.synth.match.rules import (
    AFTER_END_SECONDS,
    AFTER_GOAL_SECONDS,
    COUNTDOWN_NUMBERS,
    COUNTDOWN_SECONDS,
    Rules,
)
from rlcoach.synth.match_record import (
    ClockChange,
    CountdownNumber,
    Happening,
    OvertimeStart,
    RoundStart,
    StateChange,
    StateName,
)
from rlcoach.synth.physics.arena import GOAL_LINE_Y_UU
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.situation import Phase

_BEHIND_LINE_UU = GOAL_LINE_Y_UU + BALL_RADIUS_UU


class Referee:
    """Decides what the frames of a pitch are."""

    def __init__(self, pitch: Pitch, *, random: Random, rules: Rules) -> None:
        """Before the first frame."""
        self.is_unfinished = False
        self._pitch, self._random, self._rules = pitch, random, rules
        self._clock = Clock(rules.match_seconds)
        self._shown = -1
        self._round = 0

    def run(self) -> None:
        """Plays the match from the first countdown to its end."""
        jump_seconds = 0.0
        has_jump = True
        while True:
            self._count_down(jump_seconds if has_jump else None)
            has_jump = self._play_round()
            if has_jump:
                self._drive_on(AFTER_GOAL_SECONDS)
            if self._is_over(has_goal=has_jump):
                break
            jump_seconds = self._random.uniform(*self._rules.goal_replay_seconds)
        self._enter("Finished")
        self._drive_on(AFTER_END_SECONDS)

    def _is_over(self, *, has_goal: bool) -> bool:
        """Whether the match has ended; else the next countdown may be that of overtime."""
        if self.is_unfinished or (self._clock.is_overtime and has_goal):
            return True
        if not self._clock.is_at_zero:
            return False
        blue, orange = self._pitch.board.score
        if blue != orange or not self._rules.has_overtime:
            return True
        self._clock.is_overtime = True
        return False

    def _count_down(self, jump_seconds: float | None) -> None:
        """Everything is put in its place and waits; the recording may jump to there."""
        pitch, situation = self._pitch, self._pitch.situation
        pitch.set_up()
        pitch.begin(Phase.COUNTDOWN)
        self._clock.stop()
        self._enter("Countdown")
        if self._clock.is_overtime and not situation.is_overtime:
            situation.is_overtime = True
            self._note(OvertimeStart(pitch.log.frame))
        self._show_clock()
        if jump_seconds is not None:
            pitch.time += jump_seconds
            pitch.write(0.0)
        numbers = list(COUNTDOWN_NUMBERS)
        while True:
            seconds = pitch.wait()
            if numbers and situation.phase_seconds >= numbers[0][0]:
                self._note(CountdownNumber(pitch.log.frame, numbers.pop(0)[1]))
            if situation.phase_seconds >= COUNTDOWN_SECONDS:
                break
            pitch.write(seconds)
        self._let_go()
        pitch.write(seconds)

    def _let_go(self) -> None:
        """The frame in which the kickoff begins."""
        self._round += 1
        self._enter("Active")
        self._note(RoundStart(self._pitch.log.frame, self._round))
        self._pitch.let_go()

    def _play_round(self) -> bool:
        """Plays until a goal (true) or until the time is up."""
        pitch = self._pitch
        while True:
            was_kickoff = pitch.situation.phase is Phase.KICKOFF
            seconds = pitch.play()
            has_goal = abs(pitch.situation.ball.position[1]) > _BEHIND_LINE_UU
            self._run_clock(seconds, is_touched=was_kickoff and pitch.situation.phase is Phase.PLAY)
            if has_goal:
                self._score(seconds)
                pitch.write(seconds, ball_is_hidden=True)
                return True
            pitch.write(seconds)
            if self._clock.is_at_zero and pitch.bodies.ball_touched_floor:
                return False
            if self._clock.overtime_seconds >= self._rules.longest_overtime_seconds:
                self.is_unfinished = True
                return False

    def _run_clock(self, seconds: float, *, is_touched: bool) -> None:
        clock, situation = self._clock, self._pitch.situation
        if is_touched:
            clock.touch(situation.phase_seconds)
        else:
            clock.advance(seconds)
        situation.seconds_left = clock.left_seconds
        self._show_clock()

    def _score(self, frame_seconds: float) -> None:
        """The ball is in a goal, in this frame."""
        pitch = self._pitch
        y = pitch.situation.ball.position[1]
        team = 0 if y > 0 else 1
        speed = abs(pitch.situation.ball.velocity[1])
        late = min((abs(y) - _BEHIND_LINE_UU) / speed, frame_seconds) if speed > 0 else 0.0
        self._note(pitch.board.goal(team, pitch.time - late, pitch.situation.ball))
        blue, orange = pitch.board.score
        pitch.situation.score = blue, orange
        self._enter("PostGoalScored")
        pitch.take_ball_away()

    def _drive_on(self, seconds: float) -> None:
        """Cars go on for a while; nothing counts."""
        pitch = self._pitch
        is_hidden = pitch.bodies.ball is None
        left = seconds
        while left > 0:
            passed = pitch.play()
            pitch.write(passed, ball_is_hidden=is_hidden)
            left -= passed

    def _show_clock(self) -> None:
        if self._clock.shown != self._shown:
            self._shown = self._clock.shown
            self._note(ClockChange(self._pitch.log.frame, self._shown))

    def _enter(self, name: StateName) -> None:
        self._note(StateChange(self._pitch.log.frame, name))

    def _note(self, happening: Happening) -> None:
        self._pitch.log.happenings.append(happening)
