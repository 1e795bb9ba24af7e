"""What touches in a row mean: passes, possession, clears, attempts and stops, contests."""

from __future__ import annotations

import numpy as np
import pytest

from tests.builders.pitch import Pitch
from tests.builders.wire import Player

GAP = 135
"""From the ball's centre to that of a car beside it whose hitbox is 2 uu away."""


def meet(pitch: Pitch, player: Player, ball: tuple[float, float, float], frame: int) -> None:
    """The car stands under or beside the ball for a moment, and elsewhere before and after."""
    x, y, z = ball
    place = (x, y - GAP, min(z, 2000)) if z > 200 else (x, y - GAP, 17)
    # A creeping car: bodies of a resting one are sent once.
    pitch.drive(player, place, velocity=(0, 1, 0), frame=max(frame - 4, 0), until=frame + 6)
    pitch.drive(player, (3500, 4500, 17), frame=frame + 6, until=frame + 7)


def spot(pitch: Pitch, frame: int) -> tuple[float, float, float]:
    """Where the ball is in a frame."""
    x, y, z = pitch.tables().ball.position[frame].tolist()
    return x, y, z


class Line:
    """A ball along y at `speed` from `start`, each of the players touching it in turn."""

    def __init__(
        self,
        touches: list[tuple[int, str, int, float]],
        *,
        start: float = 0.0,
        frames: int = 200,
    ) -> None:
        """Touches are (frame, name, team, speed along y afterwards)."""
        self.pitch = Pitch(frames=frames)
        legs = [(0, 0.0), *((frame, speed) for frame, _, _, speed in touches)]
        ends = [*(frame for frame, *_ in touches), frames]
        y, places = start, {}
        for (frame, leg_speed), end in zip(legs, ends, strict=True):
            place = (0, y, 93) if frame == 0 else None
            self.pitch.fly(place, velocity=(0, leg_speed, 0), frame=frame)
            speed = leg_speed
            for _ in range(frame, end):
                y, speed = y + speed / 30, speed * (1 - 0.03 / 30)
            places[end] = y
        teams = {name: team for _, name, team, _ in touches}
        players = {name: self.pitch.player(name, team) for name, team in teams.items()}
        for frame, name, team, _ in touches:
            meet(self.pitch, players[name], (0, places[frame], 93), frame)
            self.pitch.touch_team(team, frame)


class TestPasses:
    def test_a_ball_to_a_mate_is_a_pass(self) -> None:
        found = Line([(20, "Alice", 0, 900.0), (60, "Ann", 0, 300.0)]).pitch.events()["pass"]
        assert found.frame.tolist() == [20]
        assert found.end_frame is not None
        assert found.end_frame.tolist() == [60]
        assert found.column("receiver").tolist() == [1 - found.player[0]]
        assert found.column("distance")[0] == pytest.approx(1180, abs=30)
        assert found.column("forward")[0] > 0

    def test_a_ball_close_by_or_to_an_opponent_is_none(self) -> None:
        close = Line([(20, "Alice", 0, 300.0), (60, "Ann", 0, 500.0)])
        lost = Line([(20, "Alice", 0, 900.0), (60, "Bob", 1, 300.0)])
        late = Line([(20, "Alice", 0, 900.0), (140, "Ann", 0, 300.0)])
        for line in (close, lost, late):
            assert len(line.pitch.events()["pass"]) == 0


class TestPossession:
    def test_spells_follow_touches_until_play_ends(self) -> None:
        line = Line(
            [(20, "Alice", 0, 900.0), (40, "Alice", 0, 500.0), (80, "Bob", 1, -300.0)], frames=150
        )
        line.pitch.state("PostGoalScored", 140)
        found = line.pitch.events()["possession"]
        assert found.frame.tolist() == [20, 80]
        assert found.end_frame is not None
        assert found.end_frame.tolist() == [80, 139]
        assert found.column("touches").tolist() == [2, 1]
        assert found.column("seconds").round(2).tolist() == [2.0, 1.97]
        assert found.column("is_won").tolist() == [False, True]
        assert found.column("is_lost").tolist() == [True, False]

    def test_a_teams_share_is_the_sum_of_its_players(self) -> None:
        line = Line([(20, "Alice", 0, 900.0), (60, "Ann", 0, 300.0)], frames=100)
        stats = line.pitch.analysis()
        seconds = stats.player_stats["ball.last_touch_time"]
        assert stats.team_stats["ball.last_touch_time"][0] == pytest.approx(seconds.sum())


class TestClears:
    def test_a_ball_out_of_the_own_third_is_cleared(self) -> None:
        found = Line([(20, "Alice", 0, 1500.0)], start=-3500).pitch.events()["clear"]
        assert found.frame.tolist() == [20]
        assert found.column("seconds")[0] == pytest.approx(1.47, abs=0.1)

    def test_a_ball_cut_out_in_the_third_is_not(self) -> None:
        line = Line([(20, "Alice", 0, 1500.0), (50, "Bob", 1, -800.0)], start=-3500)
        assert len(line.pitch.events()["clear"]) == 0

    def test_the_other_teams_third_is_no_place_to_clear_from(self) -> None:
        assert len(Line([(20, "Bob", 1, 1500.0)], start=-3500).pitch.events()["clear"]) == 0


class TestAttempts:
    def test_a_ball_that_would_go_in_is_an_attempt_and_its_touch_a_stop(self) -> None:
        line = Line([(20, "Alice", 0, 2000.0), (50, "Bob", 1, -900.0)], start=1000)
        found = line.pitch.events()
        assert found["attempt"].frame.tolist() == [20]
        assert found["attempt"].column("is_stopped").tolist() == [True]
        assert found["attempt"].column("seconds_to_goal")[0] == pytest.approx(2.1, abs=0.1)
        assert found["stop"].frame.tolist() == [50]
        assert found["stop"].column("shooter").tolist() == found["attempt"].player.tolist()

    def test_a_ball_at_the_own_goal_is_none(self) -> None:
        assert len(Line([(20, "Bob", 1, 2000.0)], start=1000).pitch.events()["attempt"]) == 0

    def test_modes_without_goals_at_the_ends_have_none(self) -> None:
        assert "attempt" not in Line([(20, "Alice", 0, 2000.0)]).pitch.events(mode="hoops")


class TestContests:
    @pytest.mark.parametrize(("speed", "winner"), [(900.0, 0), (-900.0, 1), (20.0, -1)])
    def test_the_way_of_the_ball_says_who_won(self, speed: float, winner: int) -> None:
        line = Line([(20, "Alice", 0, 100.0), (25, "Bob", 1, speed)])
        found = line.pitch.events()["fifty_fifty"]
        assert found.frame.tolist() == [20]
        assert found.column("opponent").tolist() == [1]
        assert found.column("winner").tolist() == [winner]

    def test_won_lost_and_drawn_are_counted_for_both(self) -> None:
        stats = Line([(20, "Alice", 0, 100.0), (25, "Bob", 1, 900.0)]).pitch.analysis().player_stats
        assert stats["ball.fifty_fifties"].tolist() == [1, 1]
        assert stats["ball.fifty_fifties_won"].tolist() == [1, 0]
        assert stats["ball.fifty_fifties_lost"].tolist() == [0, 1]

    def test_touches_after_one_another_are_no_contest(self) -> None:
        line = Line([(20, "Alice", 0, 100.0), (40, "Bob", 1, 900.0)])
        assert len(line.pitch.events()["fifty_fifty"]) == 0

    @pytest.mark.parametrize(("speed", "count"), [(-1000.0, 1), (0.0, 0), (1000.0, 0)])
    def test_driving_at_an_opponents_ball_challenges_it(self, speed: float, count: int) -> None:
        line = Line([(20, "Alice", 0, 300.0)])
        # 20 frames later he is 600 uu from the ball.
        start = 600 - speed * 20 / 30
        line.pitch.drive(line.pitch.player("Bob", team=1), (0, start, 17), velocity=(0, speed, 0))
        found = line.pitch.events()["challenge"]
        assert found.player.tolist() == [1] * count


class TestAerials:
    @pytest.mark.parametrize(("height", "count"), [(900.0, 1), (300.0, 0)])
    def test_a_high_touch_in_the_air_is_one(self, height: float, count: int) -> None:
        pitch = Pitch(frames=60)
        alice = pitch.player("Alice", team=0)
        pitch.fly((0, 0, height), velocity=(0, 10, 300))
        ball = spot(pitch, 20)
        pitch = Pitch(frames=60)
        alice = pitch.player("Alice", team=0)
        pitch.drive(alice, (0, ball[1] - GAP, ball[2]), frame=0)
        pitch.fly((0, 0, height), velocity=(0, 10, 300))
        pitch.fly(velocity=(0, 1500, 100), frame=20)
        found = pitch.events()
        assert len(found["touch"]) == 1
        assert len(found["aerial"]) == count


class TestCarries:
    @pytest.mark.parametrize(("frames", "count"), [(80, 1), (25, 0)])
    def test_a_second_with_the_ball_on_top_is_a_carry(self, frames: int, count: int) -> None:
        pitch = Pitch(frames=frames)
        pitch.drive(pitch.player("Alice", team=0), (0, 0, 17), velocity=(0, 500, 0))
        for frame in range(frames):
            pitch.wire.body(
                pitch.ball, (0, frame / 30 * 500 + 10, 145), velocity=(0, 500, 0), frame=frame
            )
        found = pitch.events()["ball_carry"]
        assert len(found) == count
        if count:
            assert found.column("seconds")[0] == pytest.approx(2.63, abs=0.1)
            assert found.column("speed")[0] == pytest.approx(500, abs=1)

    @pytest.mark.parametrize(("x", "count"), [(0.0, 1), (1500.0, 0)])
    def test_the_goal_is_no_wall_to_lean_the_ball_on(self, x: float, count: int) -> None:
        pitch = Pitch(frames=60)
        pitch.drive(pitch.player("Alice", team=0), (x, 4600, 17), velocity=(0, 500, 0))
        for frame in range(60):
            place = (x, 4600 + frame / 30 * 500 + 10, 145)
            pitch.wire.body(pitch.ball, place, velocity=(0, 500, 0), frame=frame)
        assert len(pitch.events()["ball_carry"]) == count

    def test_a_ball_pushed_along_the_floor_is_none(self) -> None:
        pitch = Pitch(frames=80)
        pitch.drive(pitch.player("Alice", team=0), (0, 0, 17), velocity=(0, 500, 0))
        for frame in range(80):
            pitch.wire.body(
                pitch.ball, (0, frame / 30 * 500 + GAP, 93), velocity=(0, 500, 0), frame=frame
            )
        assert len(pitch.events()["ball_carry"]) == 0


class TestBumps:
    def knock(self, push: float, team: int) -> Pitch:
        pitch = Pitch(frames=60)
        pitch.drive(pitch.player("Alice", team=0), (0, -1000, 17), velocity=(0, 1500, 0))
        bob = pitch.player("Bob", team=team)
        pitch.drive(bob, (0, 0, 17), until=18)
        pitch.drive(bob, (0, 10, 17), velocity=(0, push, 0), frame=18)
        pitch.fly((0, 3000, 93))
        return pitch

    def test_a_car_knocked_away_was_bumped(self) -> None:
        stats = self.knock(900.0, team=1).analysis()
        assert stats.events["bump"].player.tolist() == [0]
        assert stats.events["bump"].column("victim").tolist() == [1]
        assert stats.player_stats["bump.inflicted"].tolist() == [1, 0]
        assert stats.player_stats["bump.taken"].tolist() == [0, 1]

    def test_bumps_of_mates_are_events_but_not_counted(self) -> None:
        stats = self.knock(900.0, team=0).analysis()
        assert stats.events["bump"].column("is_mate").tolist() == [True]
        assert not np.nansum(stats.player_stats["bump.inflicted"])

    def test_a_car_that_keeps_its_speed_was_not(self) -> None:
        assert len(self.knock(50.0, team=1).events()["bump"]) == 0
