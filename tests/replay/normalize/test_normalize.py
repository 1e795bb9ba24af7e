"""Network columns to the tables of a match, as a whole."""

from dataclasses import replace

import pytest

from rlcoach.replay.errors import NoNetworkData
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import validate
from tests.builders.wire import CAR, GAME_INFO, PLAYER, Wire


class TestNormalize:
    def test_a_header_alone_gives_no_tables(self) -> None:
        raw = replace(Wire().build(), network=None, degraded="The file is cut off.")
        with pytest.raises(NoNetworkData, match="cut off"):
            normalize(raw)

    def test_a_file_without_frames_gives_empty_tables(self) -> None:
        tables = Wire(frames=0).tables()
        assert tables.frame_count == 0
        assert tables.player_count == 0
        assert tables.ball.position.shape == (0, 3)
        assert tables.cars.position.shape == (0, 0, 3)
        assert tables.ball_motion.position.shape == (0, 3)
        assert tables.car_motion.rotation.shape == (0, 0, 4)

    def test_a_goal_in_the_header_of_a_file_without_frames_is_left_out(self) -> None:
        tables = Wire(frames=0, properties={"Goals": [{"frame": 3}]}).tables()
        assert len(tables.goals.frame) == 0

    def test_a_match_without_players_still_has_a_ball(self) -> None:
        wire = Wire(frames=5)
        wire.body(wire.ball(), (0, 0, 93))
        tables = wire.tables()
        assert tables.players == []
        assert tables.ball.present.all()
        assert tables.boost.amount.shape == (0, 5)
        assert tables.inputs.throttle.shape == (0, 5)

    def test_four_against_four_is_eight_rows(self) -> None:
        wire = Wire(frames=5)
        for number in range(8):
            wire.player(f"Player {number}", f"Steam|{number + 1}|0", team=number % 2)
        tables = wire.tables()
        assert tables.player_count == 8
        assert [player.team for player in tables.players] == [0] * 4 + [1] * 4
        assert tables.cars.present.all()

    def test_attributes_never_seen_before_are_listed(self) -> None:
        wire = Wire(frames=5)
        info = wire.actor(GAME_INFO)
        wire.scalar(info, "ProjectX.GRI_X:ReplicatedGamePlaylist", 11)
        wire.scalar(info, "TAGame.Car_TA:FlyingMode", 1)
        wire.real(info, "TAGame.Car_TA:FlyingHeight", 2.5)
        wire.object("TAGame.Car_TA:NeverSent")
        assert wire.tables().unknown_attributes == [
            "TAGame.Car_TA:FlyingHeight",
            "TAGame.Car_TA:FlyingMode",
        ]

    def test_an_actor_id_that_is_used_again_is_somebody_else(self) -> None:
        wire = Wire(frames=40)
        alice = wire.player("Alice", "Steam|1|0")
        wire.delete(alice.pri, 15)
        wire.delete(alice.car.actor, 15)
        pri = wire.actor(PLAYER, 20, actor_id=alice.pri.actor_id)
        wire.text(pri, "Engine.PlayerReplicationInfo:PlayerName", "Bob", 20)
        wire.identity(pri, "Engine.PlayerReplicationInfo:UniqueId", "Steam|2|0", 20)
        wire.scalar(pri, "Engine.PlayerReplicationInfo:Team", wire.team(1), 20, extra=1)
        car = wire.actor(CAR, 20, actor_id=alice.car.actor.actor_id)
        wire.scalar(car, "Engine.Pawn:PlayerReplicationInfo", pri, 20, extra=1)
        wire.body(car, (7, 8, 17), frame=21)
        tables = wire.tables()
        assert [player.name for player in tables.players] == ["Alice", "Bob"]
        assert tables.cars.present[0].nonzero()[0].tolist() == list(range(15))
        assert tables.cars.present[1].nonzero()[0].tolist() == list(range(21, 40))

    def test_tables_keep_their_own_declarations(self) -> None:
        wire = Wire(frames=30, properties={"MapName": "Stadium_P"})
        alice = wire.player("Alice", "Steam|1|0")
        bob = wire.player("Bob", "Steam|2|0", team=1)
        wire.body(wire.ball(), (0, 0, 93))
        wire.switch(alice.car.boost, (5, 1), (9, 2))
        wire.demolish(alice.car, bob.car, 12)
        validate(wire.tables())
