"""Puts acts together to one match: they follow each other as rounds of the same players.

Each act begins with a new ball and new cars where it wants them, after a countdown. Only kickoffs
have a round number of their own; in all other acts the ball counts as hit from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rlcoach.synth.match.pads import away_seconds
from rlcoach.synth.match_record import (
    NO_LIFE,
    BallColumns,
    CarColumns,
    ClockChange,
    CountdownNumber,
    Demolished,
    Floats,
    Happening,
    MatchPlayer,
    MatchRecord,
    MatchSetting,
    PadReturned,
    PadTaken,
    RoundStart,
    Scored,
    StateChange,
    StatName,
    StatRise,
    Touched,
)
from rlcoach.synth.physics.constants import TICK_SECONDS
from rlcoach.synth.scripts.act import Act, Goal, Played
from rlcoach.synth.scripts.columns import (
    FRAME_SECONDS,
    TICKS_PER_FRAME,
    Shot,
    ball_of,
    cars_of,
    joined,
)

FIRST_SECONDS = 5.0
"""Time of the first frame."""

COUNTDOWN_FRAMES = 90
"""Before a kickoff, three seconds."""

WAIT_FRAMES = 45
"""Before other acts, long enough that nothing of the act before goes on."""

LEAST_WAIT_FRAMES = 6
"""Before an act that is to begin soon after the one before."""

AFTER_GOAL_FRAMES = 30

SKIP_SECONDS = 4.0
"""By which the time jumps from one act to the next, as over a goal replay."""

CLOCK_SECONDS = 300

GOAL_SCORE, ASSIST_SCORE = 100, 50
"""Points on the scoreboard."""

JUMP_SECONDS = 0.25
"""From one frame to the next, beyond which the recording has jumped."""


@dataclass(frozen=True)
class Cue:
    """When an act begins, and who drives."""

    start_seconds: float
    """Time of the record at which the act's time is 0."""
    rows: tuple[int, ...]
    """By car of the act, the player."""


@dataclass(frozen=True)
class Placed:
    """An act in the match."""

    act: Act
    rows: tuple[int, ...]
    """By car of the act, the player who drives it."""
    start_seconds: float
    """Time of the record at which the act's time is 0."""
    end_seconds: float
    """Time of the act's last frame."""


@dataclass(frozen=True)
class Film:
    """A match made of acts."""

    record: MatchRecord
    placed: tuple[Placed, ...]


class TooLong(ValueError):
    """The acts are longer than the clock of a match."""


class TooClose(ValueError):
    """An act would have to begin before the one before it is over."""


def film(
    acts: Sequence[Act],
    players: Sequence[MatchPlayer],
    *,
    setting: MatchSetting,
    seed: int = 0,
    cues: Sequence[Cue] | None = None,
) -> Film:
    """The match in which the acts follow each other.

    Args:
        acts: In order; they must all send regained dodges, or none.
        players: Enough of each team for every act.
        setting: Of the match.
        seed: Of the jitter of frames.
        cues: When each act begins and who drives; without them the acts follow each other, and
            the players of a team take turns.

    Raises:
        TooLong: the clock would run out.
        TooClose: acts overlap by their cues.
    """
    return _Filming(players, seed).filmed(acts, setting, cues)


def seconds_of(acts: Iterable[Act]) -> float:
    """How long acts take on the clock."""
    return sum(len(act.played.recording.ball) * TICK_SECONDS for act in acts)


class _Filming:
    """The match while it is put together."""

    def __init__(self, players: Sequence[MatchPlayer], seed: int) -> None:
        self.players = tuple(players)
        self.random = np.random.default_rng(seed)
        self.time: list[Floats] = []
        self.balls: list[BallColumns] = []
        self.cars: list[CarColumns] = []
        self.happenings: list[Happening] = []
        self.placed: list[Placed] = []
        self.frames = 0
        self.now = FIRST_SECONDS
        self.lives = np.full(len(players), NO_LIFE)
        self.rounds = 0
        self.clock_seconds = 0.0
        self.missing_pads: set[int] = set()
        self.stats: dict[tuple[int, StatName], int] = {}

    def filmed(
        self, acts: Sequence[Act], setting: MatchSetting, cues: Sequence[Cue] | None
    ) -> Film:
        if cues is not None:
            self.now = FRAME_SECONDS
        for number, act in enumerate(acts):
            self._add(act, number, None if cues is None else cues[number])
        time = np.concatenate(self.time)
        record = MatchRecord(
            setting=setting,
            players=self.players,
            time=time,
            delta=self._deltas(time),
            ball=joined(BallColumns, self.balls),
            cars=joined(CarColumns, self.cars),
            happenings=tuple(sorted(self.happenings, key=lambda one: one.frame)),
            sends_refreshes=all(act.played.sends_refreshes for act in acts),
            is_unfinished=True,
            begins_in_play=not acts[0].played.is_kickoff,
        )
        return Film(record, tuple(self.placed))

    def _deltas(self, time: Floats) -> Floats:
        step = np.diff(time, prepend=time[0] - FRAME_SECONDS)
        return np.where(step > JUMP_SECONDS, 0.0, step)

    def _add(self, act: Act, number: int, cue: Cue | None) -> None:
        lead = COUNTDOWN_FRAMES if act.played.is_kickoff else WAIT_FRAMES
        if cue is None:
            skipped = SKIP_SECONDS if self.time else 0.0
            rows = self._rows(act.played.teams, number)
            start = self.now + skipped + lead * FRAME_SECONDS
        else:
            rows, start = cue.rows, cue.start_seconds
            lead = min(lead, int((start - self.now) / FRAME_SECONDS))
            if lead < LEAST_WAIT_FRAMES:
                late = self.now + LEAST_WAIT_FRAMES * FRAME_SECONDS - start
                raise TooClose(f"{act.name} would have to begin {late:.2f} s later")
        shot = self._shot(act.played, lead)
        first = self.frames
        shown = np.arange(-shot.lead, 0) * FRAME_SECONDS
        shown = np.append(shown, shot.ticks * TICK_SECONDS)
        later = shown[-1] + FRAME_SECONDS * np.arange(1, shot.after + 1)
        time = start + np.append(shown, later)
        self.time.append(time)
        self.balls.append(ball_of(act.played, shot, number))
        self._cast(act.played, shot, rows)
        self._tell(act.played, shot, (first, start), rows)
        self.frames += shot.count
        self.now = float(time[-1]) + FRAME_SECONDS
        self.placed.append(Placed(act, rows, start, float(time[-1])))

    def _shot(self, played: Played, lead: int) -> Shot:
        last, goal = len(played.recording.ball) - 1, played.goal
        if goal is not None:
            last = min(round(goal.seconds / TICK_SECONDS), last)
        count = last // TICKS_PER_FRAME + 1
        ticks = np.arange(count) * TICKS_PER_FRAME
        # Frames are 3 to 5 ticks apart.
        ticks[1:-1] += self.random.integers(0, 2, max(count - 2, 0))
        if goal is not None:
            ticks[-1] = last
        return Shot(ticks, lead, 0 if goal is None else AFTER_GOAL_FRAMES)

    def _rows(self, teams: Sequence[int], number: int) -> tuple[int, ...]:
        """Who drives which car: the players of a team take turns."""
        free = {
            side: [row for row, one in enumerate(self.players) if one.team == side]
            for side in (0, 1)
        }
        turned = {
            side: rows[number % max(len(rows), 1) :] + rows[: number % max(len(rows), 1)]
            for side, rows in free.items()
        }
        return tuple(turned[team].pop(0) for team in teams)

    def _cast(self, played: Played, shot: Shot, rows: tuple[int, ...]) -> None:
        self.lives[list(rows)] += 1
        lives = [int(self.lives[row]) for row in rows]
        cast = dict(zip(rows, lives, strict=True))
        self.cars.append(cars_of(played, shot, cast, players=len(self.players)))
        for wreck in played.wrecks:
            self.lives[rows[wreck.victim]] += wreck.return_seconds is not None

    def _tell(
        self, played: Played, shot: Shot, begin: tuple[int, float], rows: tuple[int, ...]
    ) -> None:
        """What happens in the act, by frames and times of the match."""
        first, start = begin
        go = first + shot.lead

        def frame(seconds: float) -> int:
            return first + shot.frame_at(seconds)

        tell = self.happenings.append
        tell(StateChange(first, "Countdown"))
        # All pads are there again when a round begins.
        self.happenings += [PadReturned(first, pad) for pad in sorted(self.missing_pads)]
        self.missing_pads.clear()
        if played.is_kickoff:
            self.rounds += 1
            for value in (3, 2, 1, 0):
                at = first + shot.lead * (3 - value) // 3
                tell(CountdownNumber(at, value))
            tell(RoundStart(go, self.rounds))
        tell(StateChange(go, "Active"))
        self._count_down(shot, go)
        last = None if played.goal is None else played.goal.seconds
        is_first = played.is_kickoff
        for touch in played.recording.touches:
            if last is None or touch.start_seconds <= last:
                at = frame(touch.start_seconds)
                when = start + touch.start_seconds
                tell(Touched(at, when, rows[touch.car], is_first=is_first))
                is_first = False
        self._tell_pads(played, frame, start, rows)
        for wreck in played.wrecks:
            tell(
                self._demolished(
                    wreck.seconds,
                    (wreck.attacker, wreck.victim),
                    played,
                    rows,
                    (frame(wreck.seconds), start),
                )
            )
        for rise in sorted(played.rises, key=lambda one: one.seconds):
            self._rise(frame(rise.seconds), rows[rise.car], rise.name)
        if played.goal is not None:
            self._tell_goal(played.goal, frame(played.goal.seconds), start, rows)

    def _tell_pads(
        self, played: Played, frame: Callable[[float], int], start: float, rows: tuple[int, ...]
    ) -> None:
        length = len(played.recording.ball) * TICK_SECONDS
        end = length if played.goal is None else played.goal.seconds
        for one in (pickup for pickup in played.pickups if pickup.seconds <= end):
            taken = PadTaken(frame(one.seconds), start + one.seconds, rows[one.car], one.pad)
            self.happenings.append(taken)
            again = one.seconds + away_seconds(one.pad)
            if again < length:
                self.happenings.append(PadReturned(frame(again), one.pad))
            else:
                self.missing_pads.add(one.pad)

    def _demolished(
        self,
        seconds: float,
        pair: tuple[int, int],
        played: Played,
        rows: tuple[int, ...],
        when: tuple[int, float],
    ) -> Demolished:
        # In the tick before: the collision itself is no part of their speed.
        tick = played.recording.tick_at(seconds) - 1
        attacker, victim = (tuple(played.recording.cars[tick, car, 7:10].tolist()) for car in pair)
        frame, start = when
        return Demolished(frame, start + seconds, rows[pair[0]], rows[pair[1]], attacker, victim)

    def _tell_goal(self, goal: Goal, frame: int, start: float, rows: tuple[int, ...]) -> None:
        scorer = None if goal.car is None else rows[goal.car]
        assist = None if goal.assist is None else rows[goal.assist]
        self.happenings.append(StateChange(frame, "PostGoalScored"))
        self.happenings.append(Scored(frame, start + goal.seconds, goal.team, scorer, assist))
        if scorer is not None:
            self._rise(frame, scorer, "MatchGoals")
            self._rise(frame, scorer, "MatchShots")
            self._rise(frame, scorer, "MatchScore", GOAL_SCORE)
        if assist is not None:
            self._rise(frame, assist, "MatchAssists")
            self._rise(frame, assist, "MatchScore", ASSIST_SCORE)

    def _rise(self, frame: int, row: int, name: StatName, by: int = 1) -> None:
        self.stats[row, name] = self.stats.get((row, name), 0) + by
        self.happenings.append(StatRise(frame, row, name, self.stats[row, name]))

    def _count_down(self, shot: Shot, go: int) -> None:
        """The clock, which runs while the acts are played."""
        before = self.clock_seconds
        shown = before + shot.ticks * TICK_SECONDS
        self.clock_seconds = float(shown[-1]) + FRAME_SECONDS
        if self.clock_seconds >= CLOCK_SECONDS:
            raise TooLong(f"{self.clock_seconds:.0f} s of acts")
        left = np.ceil(CLOCK_SECONDS - shown).astype(np.int64)
        was = CLOCK_SECONDS + 1 if before == 0 else int(np.ceil(CLOCK_SECONDS - before))
        for at in np.flatnonzero(np.diff(left, prepend=was)).tolist():
            self.happenings.append(ClockChange(go + at, int(left[at])))
