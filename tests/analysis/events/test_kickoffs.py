"""Kickoffs and the parts of players in them, on matches built by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.events.kickoff_players import place_at_touch
from rlcoach.analysis.kickoff_spawns import spawn_name
from tests.analysis.events.scenes import GO, Scene, row

BLUE_LEFT, ORANGE_LEFT, BLUE_BACK = (2048, -2560, 17), (-2048, 2560, 17), (0, -4608, 17)
TOUCH = GO + 60


def duel() -> Scene:
    """Blue reaches the ball, orange stays; blue's second goes for the boost in the corner.

    Players are 0 the taker, 1 his mate, 2 the other team.
    """
    scene = Scene()
    taker = scene.player("taker", 0, BLUE_LEFT)
    scene.player("idle", 1, ORANGE_LEFT)
    mate = scene.player("mate", 0, BLUE_BACK)
    scene.drive(taker.car.actor, BLUE_LEFT, (80, -100, 17), (GO, TOUCH))
    scene.drive(mate.car.actor, BLUE_BACK, (-3000, -4000, 17), (GO, TOUCH))
    scene.touch(0, TOUCH)
    return scene


class TestKickoff:
    def test_first_touch(self) -> None:
        scene = duel()
        found = scene.events()["kickoff"]
        assert found.frame.tolist() == [GO]
        assert found.end_frame is not None
        assert found.end_frame.tolist() == [TOUCH]
        assert found.player.tolist() == [0]
        fields = row(found)
        assert fields["touch_team"] == 0
        assert fields["touch_seconds"] == pytest.approx(2.0, abs=0.01)
        assert fields["countdown_seconds"] == pytest.approx(1.0, abs=0.01)
        assert fields["opponent"] == 2

    def test_outcome_is_where_the_ball_is_after_two_seconds(self) -> None:
        fields = row(duel().events()["kickoff"])
        assert fields["ball_forward"] == pytest.approx(3000, abs=60)
        assert (fields["winner_team"], fields["possession_team"], fields["goal_team"]) == (0, 0, -1)

    def test_a_goal_soon_after_is_a_kickoff_goal(self) -> None:
        scene = duel()
        scene.wire.properties["Goals"] = [
            {"frame": TOUCH + 45, "PlayerName": "taker", "PlayerTeam": 0}
        ]
        scene.state("PostGoalScored", TOUCH + 45)
        fields = row(scene.events()["kickoff"])
        assert (fields["goal_team"], fields["winner_team"]) == (0, 0)
        assert fields["goal_seconds"] == pytest.approx(1.5, abs=0.05)

    def test_the_clock_ends_a_kickoff_nobody_takes(self) -> None:
        scene = Scene()
        scene.player("idle", 0, BLUE_LEFT)
        scene.number("bBallHasBeenHit", 1, GO + 150)
        found = scene.events()["kickoff"]
        assert found.end_frame is not None
        assert found.end_frame.tolist() == [GO + 150]
        assert found.player.tolist() == [-1]
        assert row(found)["touch_frame"] == -1

    def test_a_recording_that_ends_first_has_no_kickoff(self) -> None:
        scene = Scene(frames=GO + 60)
        scene.player("idle", 0, BLUE_LEFT)
        assert len(scene.events()["kickoff"]) == 0

    def test_play_that_resumes_with_a_touched_ball_is_no_kickoff(self) -> None:
        scene = duel()
        scene.state("PostGoalScored", 200)
        scene.state("Active", 210)
        scene.number("RoundNum", 2, 210)
        assert scene.events()["kickoff"].frame.tolist() == [GO]

    def test_a_ball_that_moves_has_been_touched(self) -> None:
        scene = Scene()
        scene.player("taker", 1, ORANGE_LEFT)
        scene.wire.body(scene.ball, (0, -10, 93), velocity=(0, -900, 0), frame=TOUCH)
        found = scene.events()["kickoff"]
        assert row(found)["touch_frame"] == TOUCH
        assert (found.player.tolist(), row(found)["touch_team"]) == ([0], 1)

    def test_knockout_has_none(self) -> None:
        assert "kickoff" not in duel().events("knockout")


class TestPlayers:
    def test_parts(self) -> None:
        found = duel().events()["kickoff_player"]
        assert found.player.tolist() == [0, 1, 2]
        assert found.fields["spawn"] == ["diagonal_left", "centre", "diagonal_left"]
        assert found.fields["is_taker"] == [True, False, True]
        assert found.fields["is_first_touch"] == [True, False, False]
        assert found.fields["place"] == ["go_to_ball", "boost", "afk"]
        assert found.fields["approach"] == ["drive", None, "fake"]
        assert found.fields["support"] == [None, "boost", None]

    def test_approach_with_a_front_flip(self) -> None:
        scene = Scene()
        taker = scene.player("taker", 0, BLUE_LEFT)
        scene.drive(taker.car.actor, BLUE_LEFT, (80, -100, 17), (GO, TOUCH))
        scene.wire.vector(
            taker.car.dodge, "TAGame.CarComponent_Dodge_TA:DodgeTorque", (0, 2.24, 0), GO + 20
        )
        scene.wire.switch(taker.car.dodge, (GO + 20, 1), (GO + 40, 2))
        scene.touch(0, TOUCH)
        assert scene.events()["kickoff_player"].fields["approach"] == ["front_flip"]


class TestPlaceAtTouch:
    @pytest.mark.parametrize(
        ("place", "distance", "moved", "word"),
        [
            ((10, -650, 17), 655, 4000, "go_to_ball"),
            ((2048, -2560, 17), 3278, 2, "afk"),
            ((-3000, -4000, 17), 5000, 3000, "boost"),
            ((100, 4608, 17), 4610, 50, "defend"),
            ((-400, 2000, 17), 2040, 2000, "cheat"),
            ((1500, -3000, 17), 3354, 600, "unclassified"),
        ],
    )
    def test_words(
        self, place: tuple[float, float, float], distance: float, moved: float, word: str
    ) -> None:
        assert place_at_touch(np.array(place, float), distance=distance, moved=moved) == word


class TestSpawnName:
    @pytest.mark.parametrize(
        ("place", "sign", "name"),
        [
            ((2048, -2560, 17), 1.0, "diagonal_left"),
            ((2048, 2560, 17), -1.0, "diagonal_right"),
            ((-1952, -2464, 17), 1.0, "diagonal_right"),
            ((-256, -3840, 17), 1.0, "back_right"),
            ((0, 4608, 17), -1.0, "centre"),
            ((1000, -4620, 17), 1.0, None),
            ((2304, -4608, 17), 1.0, None),
            ((0, 100, 17), 1.0, None),
        ],
    )
    def test_names(self, place: tuple[float, float, float], sign: float, name: str | None) -> None:
        assert spawn_name(np.array(place, float), sign) == name
