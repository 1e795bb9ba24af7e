"""Rumble items and goals, dropshot tiles and goals."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.dropshot_field import ACTOR_ROWS, SIDE_TILES, tile_places
from rlcoach.analysis.events.rumble_items import item_name
from tests.analysis.events.scenes import GO, Scene, row
from tests.builders.wire import Actor, Player

SPAWN = (1000.0, 0.0, 17.0)


def give(scene: Scene, player: Player, item: str, frame: int) -> Actor:
    """Hands out an item."""
    actor = scene.wire.actor(f"Archetypes.SpecialPickups.SpecialPickup_{item}", frame)
    scene.wire.scalar(actor, "TAGame.CarComponent_TA:Vehicle", player.car.actor, frame, extra=1)
    return actor


def goal(scene: Scene, frame: int) -> None:
    """The only player scores."""
    goals = scene.wire.properties.setdefault("Goals", [])
    goals.append({"frame": frame, "PlayerName": "one", "PlayerTeam": 0})


class TestRumbleItems:
    def test_used_after_a_while(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        item = give(scene, player, "BallFreeze", 60)
        scene.wire.switch(item, (90, 1))
        fields = row(scene.events("rumble")["rumble_item"])
        assert (fields["item"], fields["is_used"]) == ("ball_freeze", True)
        assert fields["held_seconds"] == pytest.approx(1.0, abs=0.01)

    def test_lost_to_the_next_kickoff(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        give(scene, player, "Tornado", 60)
        scene.state("Countdown", 200)
        scene.state("Active", 230)
        scene.number("RoundNum", 2, 230)
        scene.number("bBallHasBeenHit", 0, 230)
        found = scene.events("rumble")["rumble_item"]
        assert not row(found)["is_used"]
        assert found.end_frame is not None
        assert found.end_frame.tolist() == [230]

    def test_absent_in_soccar(self) -> None:
        scene = Scene()
        scene.player("one", 0, SPAWN)
        assert not {"rumble_item", "rumble_goal", "tile_damage"} & set(scene.events())

    def test_names(self) -> None:
        assert item_name("BallGrapplingHook") == "ball_grappling_hook"


class TestRumbleGoals:
    @staticmethod
    def scored(item: str | None, used: int, scored: int) -> tuple[str | None, bool]:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        if item is not None:
            scene.wire.switch(give(scene, player, item, 40), (used, 1))
        goal(scene, scored)
        fields = row(scene.events("rumble")["rumble_goal"])
        return fields["item"], fields["is_before_items"]

    def test_with_an_item_just_used(self) -> None:
        assert self.scored("BallSpring", 60, 90) == ("ball_spring", False)

    def test_an_item_used_long_before_did_nothing(self) -> None:
        assert self.scored("BallSpring", 60, 200) == (None, False)

    def test_a_lasting_item_is_still_on(self) -> None:
        assert self.scored("StrongHit", 60, 290) == ("strong_hit", False)

    def test_before_all_items(self) -> None:
        assert self.scored(None, 0, 90) == (None, True)


class TestDropshot:
    @staticmethod
    def damage(scene: Scene, player: Player, tile: int, state: int, frame: int) -> None:
        actor = scene.wire.actor(f"Map.TheWorld:PersistentLevel.BreakOutActor_Platform_TA_{tile}")
        scene.wire.record(
            actor,
            "TAGame.BreakOutActor_Platform_TA:DamageState",
            [state, 1, player.pri, 0, 0, 0, 1],
            frame,
        )

    def test_tiles_of_one_hit(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        for tile, frame in ((45, 100), (44, 105), (53, 200)):
            self.damage(scene, player, tile, 1, frame)
        found = scene.events("dropshot")["tile_damage"]
        assert found.column("tile").tolist() == [89, 90, 101]
        assert found.column("hit").tolist() == [0, 0, 1]
        assert found.fields["state"] == ["damaged"] * 3
        assert found.position[0, :2].tolist() == pytest.approx([-384, 793.1], abs=0.1)

    def test_a_charge_lasts_until_tiles_are_damaged(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        for frame, charge in ((60, 1), (121, 0)):
            scene.wire.scalar(scene.ball, "TAGame.Ball_Breakout_TA:DamageIndex", charge, frame)
        self.damage(scene, player, 45, 1, 120)
        found = scene.events("dropshot")["ball_charge"]
        assert found.column("charge").tolist() == [0, 1, 0]
        assert found.frame.tolist() == [GO, 60, 120]
        assert found.column("seconds").tolist() == pytest.approx([1.0, 2.0, 179 / 30], abs=1e-3)

    def test_goal_falls_through_the_open_tile(self) -> None:
        scene = Scene()
        player = scene.player("one", 0, SPAWN)
        self.damage(scene, player, 45, 2, 100)
        self.damage(scene, player, 53, 1, 120)
        goal(scene, 150)
        fields = row(scene.events("dropshot")["dropshot_goal"])
        assert (fields["tile"], fields["damaged_tiles"], fields["open_tiles"]) == (89, 1, 1)


class TestFloor:
    def test_every_tile_once(self) -> None:
        actors = [actor for line in ACTOR_ROWS for actor in line]
        assert len(actors) == len(set(actors)) == 2 * SIDE_TILES == 140

    def test_halves_mirror_each_other(self) -> None:
        places = tile_places()
        assert np.allclose(places[::-1], -places)
