"""Which actor is what, and which actor points at which."""

import numpy as np
import pytest

from rlcoach.replay.normalize.actors import Role, role_of
from tests.builders.wire import CAR, PLAYER, Wire

LINK = "Engine.Pawn:PlayerReplicationInfo"


class TestRoleOf:
    @pytest.mark.parametrize(
        ("archetype", "role"),
        [
            ("Archetypes.Ball.Ball_Default", Role.BALL),
            ("Archetypes.Ball.Ball_BasketBall", Role.BALL),
            ("Archetypes.Ball.Ball_Puck", Role.BALL),
            ("Archetypes.Ball.Ball_God", Role.BALL),
            ("Archetypes.Ball.CubeBall", Role.BALL),
            ("Archetypes.Ball.Ball_RingSpawner", Role.OTHER),
            ("Archetypes.Ball.Ball_Fire_Obstacle", Role.OTHER),
            ("Archetypes.Ball.BallComponent_KeepUp", Role.OTHER),
            ("Archetypes.Car.Car_Default", Role.CAR),
            ("Archetypes.GameEvent.GameEvent_Season:CarArchetype", Role.CAR),
            ("Archetypes.KnockOut.GameEvent_Knockout:CarArchetype", Role.CAR),
            ("TAGame.Default__PRI_TA", Role.PLAYER),
            ("TAGame.Default__PRI_Breakout_TA", Role.PLAYER),
            ("TAGame.Default__PRI_KnockOut_TA", Role.PLAYER),
            ("Archetypes.Teams.Team0", Role.TEAM),
            ("Archetypes.Teams.Team1", Role.TEAM),
            ("TAGame.Default__CameraSettingsActor_TA", Role.CAMERA),
            ("Archetypes.CarComponents.CarComponent_Boost", Role.BOOST),
            ("Archetypes.CarComponents.CarComponent_Jump", Role.JUMP),
            ("Archetypes.CarComponents.CarComponent_DoubleJump", Role.DOUBLE_JUMP),
            ("Archetypes.CarComponents.CarComponent_Dodge", Role.DODGE),
            ("Archetypes.CarComponents.CarComponent_FlipCar", Role.FLIP_CAR),
            ("Archetypes.SpecialPickups.SpecialPickup_GrapplingHook", Role.ITEM),
            ("Stadium_P.TheWorld:PersistentLevel.VehiclePickup_Boost_TA_12", Role.PAD),
            ("ShatterShot_P.TheWorld:PersistentLevel.BreakOutActor_Platform_TA_7", Role.TILE),
            ("TAGame.Default__RumblePickups_TA", Role.OTHER),
            ("TAGame.Default__VoteActor_TA", Role.OTHER),
            ("Archetypes.GameEvent.GameEvent_Soccar", Role.OTHER),
        ],
    )
    def test_follows_the_name(self, archetype: str, role: Role) -> None:
        assert role_of(archetype) == role


class TestResolve:
    def test_an_id_means_the_actor_alive_in_that_frame(self) -> None:
        wire = Wire(frames=30)
        old = wire.actor(CAR, 0, actor_id=7)
        wire.delete(old, 10)
        new = wire.actor(CAR, 20, actor_id=7)
        cast = wire.cast()
        frames = np.array([0, 9, 20, 29], dtype=np.int32)
        rows = cast.resolve(np.full(4, 7), frames).tolist()
        assert rows == [wire.row_of(old)] * 2 + [wire.row_of(new)] * 2

    def test_an_id_that_is_free_means_its_next_owner(self) -> None:
        wire = Wire(frames=30)
        old = wire.actor(CAR, 0, actor_id=7)
        wire.delete(old, 10)
        new = wire.actor(CAR, 20, actor_id=7)
        rows = wire.cast().resolve(np.array([7]), np.array([12], dtype=np.int32))
        assert rows.tolist() == [wire.row_of(new)]

    def test_an_id_nobody_has_any_more_is_nobody(self) -> None:
        wire = Wire(frames=30)
        wire.delete(wire.actor(CAR, 0, actor_id=7), 10)
        wire.actor(CAR, 0, actor_id=8)
        rows = wire.cast().resolve(np.array([7, 9]), np.array([12, 12], dtype=np.int32))
        assert rows.tolist() == [-1, -1]

    def test_no_actor_is_nobody(self) -> None:
        wire = Wire(frames=30)
        wire.actor(CAR, 0, actor_id=0)
        rows = wire.cast().resolve(np.array([-1, 0]), np.array([5, 5], dtype=np.int32))
        assert rows.tolist() == [-1, 0]

    def test_a_file_without_actors_resolves_nothing(self) -> None:
        rows = Wire(frames=3).cast().resolve(np.array([1]), np.array([0], dtype=np.int32))
        assert rows.tolist() == [-1]


class TestLastLink:
    def test_the_last_link_sent_counts(self) -> None:
        wire = Wire(frames=30)
        car, alice, bob = wire.actor(CAR), wire.actor(PLAYER), wire.actor(PLAYER)
        wire.scalar(car, LINK, alice, 3, extra=1)
        wire.scalar(car, LINK, bob, 5, extra=1)
        assert wire.cast().last_link(LINK)[wire.row_of(car)] == wire.row_of(bob)

    def test_a_link_to_nobody_does_not_undo_the_one_before(self) -> None:
        wire = Wire(frames=30)
        car, alice = wire.actor(CAR), wire.actor(PLAYER)
        wire.scalar(car, LINK, alice, 3, extra=1)
        wire.scalar(car, LINK, None, 9)
        assert wire.cast().last_link(LINK)[wire.row_of(car)] == wire.row_of(alice)

    def test_the_other_end_may_be_born_later(self) -> None:
        wire = Wire(frames=30)
        car = wire.actor(CAR)
        wire.scalar(car, LINK, 40, 3, extra=1)
        alice = wire.actor(PLAYER, 6, actor_id=40)
        assert wire.cast().last_link(LINK)[wire.row_of(car)] == wire.row_of(alice)

    def test_the_link_may_be_sent_long_after_both_ends_exist(self) -> None:
        wire = Wire(frames=30)
        car, alice = wire.actor(CAR), wire.actor(PLAYER)
        wire.scalar(car, LINK, alice, 29, extra=1)
        assert wire.cast().last_link(LINK)[wire.row_of(car)] == wire.row_of(alice)

    def test_an_attribute_the_file_lacks_links_nothing(self) -> None:
        wire = Wire(frames=30)
        wire.actor(CAR)
        assert wire.cast().last_link(LINK).tolist() == [-1]


class TestScalars:
    def test_several_names_are_joined_in_file_order(self) -> None:
        wire = Wire(frames=30)
        car = wire.actor(CAR)
        for frame, name in ((9, "a"), (3, "b"), (5, "a"), (4, "c")):
            wire.scalar(car, name, frame, frame)
        assert wire.cast().scalars("a", "b").value.tolist() == [3, 5, 9]
        assert wire.cast().scalars("missing").value.tolist() == []
        assert wire.cast().scalars("missing", "c").value.tolist() == [4]

    def test_the_last_value_is_known_whoever_sent_it(self) -> None:
        wire = Wire(frames=30)
        wire.scalar(wire.actor(CAR), "a", 1, 3)
        wire.scalar(wire.actor(CAR), "a", 2, 5)
        assert wire.cast().last_value("a") == 2
        assert wire.cast().last_value("missing") is None
