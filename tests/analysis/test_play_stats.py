"""Statistics of kickoffs, movement events, pads, special modes and presence."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.match_analysis import MatchAnalysis, analyse
from tests.analysis.events.scenes import GO, Scene
from tests.analysis.events.test_kickoffs import TOUCH, duel
from tests.analysis.events.test_pickups import BIG, SMALL, PadScene
from tests.analysis.events.test_special_modes import SPAWN, TestDropshot, give, goal

TAKER, MATE, IDLE = 0, 1, 2


def analysed(scene: Scene, mode: str = "soccar") -> MatchAnalysis:
    """Statistics of a built match."""
    raw = scene.wire.build()
    return analyse(scene.tables(), raw.header, mode)


class TestKickoffs:
    def test_classes_add_up_to_the_total(self) -> None:
        stats = analysed(duel()).player_stats
        classes = ("go_to_ball", "afk", "boost", "defend", "cheat", "unclassified")
        assert stats["kickoff.total"].tolist() == [1, 1, 1]
        sums = np.sum([stats[f"kickoff.{name}"] for name in classes], axis=0)
        assert sums.tolist() == [1, 1, 1]
        assert stats["kickoff.go_to_ball"].tolist() == [1, 0, 0]
        assert stats["kickoff.afk"].tolist() == [0, 0, 1]

    def test_takers_win_and_lose(self) -> None:
        found = analysed(duel())
        assert found.player_stats["kickoff.won"].tolist() == [1, 0, 0]
        assert found.player_stats["kickoff.lost"].tolist() == [0, 0, 1]
        assert found.team_stats["kickoff.won"].tolist() == [1, 0]

    def test_time_to_the_ball_is_that_of_the_first_touch(self) -> None:
        seconds = analysed(duel()).player_stats["kickoff.touch_seconds"]
        assert seconds[TAKER] == pytest.approx((TOUCH - GO) / 30, abs=0.01)
        assert np.isnan(seconds[[MATE, IDLE]]).all()

    def test_absent_without_kickoffs(self) -> None:
        assert not [
            key for key in analysed(duel(), "knockout").player_stats if key.startswith("kickoff.")
        ]


class TestMovementEvents:
    def test_counts_and_directions(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        for frame, torque in ((40, (0, 2.24, 0)), (90, (2.6, 0, 0)), (140, (-1.84, 1.58, 0))):
            scene.wire.vector(
                player.car.dodge, "TAGame.CarComponent_Dodge_TA:DodgeTorque", torque, frame
            )
        scene.wire.switch(player.car.dodge, (40, 1), (50, 2), (90, 3), (100, 4), (140, 5), (150, 6))
        stats = analysed(scene).player_stats
        assert stats["movement.dodges"].tolist() == [3]
        names = ("forward", "backward", "side", "diagonal")
        assert [stats[f"movement.dodges_{name}"][0] for name in names] == [1, 0, 1, 1]

    def test_time_supersonic(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        scene.wire.body(player.car.actor, SPAWN, velocity=(2300, 0, 0), frame=60)
        scene.wire.body(player.car.actor, SPAWN, velocity=(900, 0, 0), frame=120)
        assert analysed(scene).player_stats["movement.time_supersonic"][0] == pytest.approx(2.0)


class TestPads:
    def test_counts_by_size(self) -> None:
        scene = PadScene()
        scene.take(SMALL, 60)
        scene.take(BIG, 100)
        scene.take((3072, 4096, 17), 140)
        stats = analysed(scene).player_stats
        assert stats["pads.small"].tolist() == [1]
        assert stats["pads.big"].tolist() == [2]
        assert stats["pads.big_stolen"].tolist() == [1]

    def test_pads_after_a_goal_do_not_count(self) -> None:
        scene = PadScene()
        scene.state("PostGoalScored", 80)
        scene.take(BIG, 100)
        assert analysed(scene).player_stats["pads.big"].tolist() == [0]

    def test_absent_where_the_layout_is_unknown(self) -> None:
        scene = Scene(MapName="SomebodysMap")
        scene.player("one", 0, SPAWN)
        assert "pads.big" not in analysed(scene).player_stats


class TestBoostSent:
    def test_falls_add_up(self) -> None:
        scene = PadScene()
        scene.amount(34, 0, 60)
        scene.take(BIG, 100)
        scene.amount(255, 1, 101)
        scene.amount(0, 1, 200)
        used = analysed(scene).player_stats["boost.used_by_amount"][0]
        assert used == pytest.approx((85 - 34 + 255) / 2.55, abs=0.01)

    def test_a_pad_burned_at_once_was_used(self) -> None:
        scene = PadScene()
        scene.take(SMALL, 60)
        scene.amount(70, 1, 100)
        used = analysed(scene).player_stats["boost.used_by_amount"][0]
        assert used == pytest.approx(15 / 2.55 + 12, abs=0.01)


class TestSpecialModes:
    def test_rumble(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        scene.wire.switch(give(scene, player, "BallSpring", 60), (90, 1))
        give(scene, player, "Tornado", 200)
        goal(scene, 110)
        stats = analysed(scene, "rumble").player_stats
        names = ("items", "items_used", "items_unused", "item_goals", "pre_item_goals")
        assert [stats[f"rumble.{name}"][0] for name in names] == [2, 1, 1, 1, 0]

    def test_dropshot(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        for tile, state, frame in ((45, 1, 100), (44, 1, 100), (53, 2, 200)):
            TestDropshot.damage(scene, player, tile, state, frame)
        stats = analysed(scene, "dropshot").player_stats
        names = ("damage", "hits", "tiles_opened")
        assert [stats[f"dropshot.{name}"][0] for name in names] == [4, 2, 1]

    def test_absent_in_soccar(self) -> None:
        keys = analysed(duel()).player_stats
        assert not [key for key in keys if key.startswith(("rumble.", "dropshot."))]


class TestPresence:
    def test_jumps_of_the_recording_do_not_count(self) -> None:
        scene = Scene(frames=100)
        scene.player("one", 0, SPAWN)
        scene.wire.time[60:] += 9.0
        left = analysed(scene).player_stats["presence.left"][0]
        assert left == pytest.approx(98 / 30, abs=0.01)


class TestMotion:
    def test_a_car_that_goes_where_it_points_agrees(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        scene.drive(player.car.actor, SPAWN, (4000, 0, 17), (GO, GO + 120))
        stats = analysed(scene).player_stats
        assert stats["motion.agreement"][0] == pytest.approx(1.0, abs=0.01)
        assert stats["motion.alignment"][0] == pytest.approx(1.0, abs=0.01)

    def test_wrong_units_show(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        for frame in range(GO, GO + 120):
            place = (1000 + 10 * (frame - GO), 0, 17)
            scene.wire.body(player.car.actor, place, velocity=(3000, 0, 0), frame=frame)
        assert analysed(scene).player_stats["motion.agreement"][0] == pytest.approx(0.1, abs=0.01)

    def test_too_few_updates_have_no_number(self) -> None:
        scene = Scene()
        scene.player("one", 0, SPAWN)
        assert np.isnan(analysed(scene).player_stats["motion.agreement"]).all()
