"""Who is who: actors of players, merged into people by platform identity."""

import pytest

from rlcoach.replay.roster import Camera, PlayerInfo, Presence
from tests.builders.wire import CAMERA, CAR, Actor, Wire

LEADER = "TAGame.PRI_TA:PartyLeader"
SETTINGS = "TAGame.CameraSettingsActor_TA:ProfileSettings"


def keys(players: list[PlayerInfo]) -> list[str]:
    return [player.identity.key for player in players]


class TestIdentity:
    @pytest.mark.parametrize(
        ("sent", "key", "platform"),
        [
            ("Steam|76561198|0", "steam:76561198", "steam"),
            ("PlayStation|5599|0", "ps:5599", "ps"),
            ("Xbox|2535|0", "xbox:2535", "xbox"),
            ("Epic|a1b2c3|0", "epic:a1b2c3", "epic"),
            ("Switch|42|0", "switch:42", "switch"),
            ("PsyNet|42|0", "switch:42", "switch"),
            ("QQ|77|0", "qq:77", "qq"),
        ],
    )
    def test_is_platform_and_account(self, sent: str, key: str, platform: str) -> None:
        wire = Wire()
        wire.player("Alice", sent)
        (alice,) = wire.tables().players
        assert alice.identity.key == key
        assert alice.identity.platform == platform
        assert not alice.identity.is_bot

    def test_system_8_is_the_games_own_network(self) -> None:
        wire = Wire()
        alice = wire.player("Alice")
        wire.text(alice.pri, "Engine.PlayerReplicationInfo:UniqueId", "PsyNet|9|0", number=8)
        assert keys(wire.tables().players) == ["psynet:9"]

    def test_guests_on_a_split_screen_have_their_number_behind_the_account(self) -> None:
        wire = Wire()
        wire.player("Alice", "Steam|1|0")
        wire.player("Alice(1)", "Steam|1|1")
        wire.player("Alice(2)", "Steam|1|2", team=1)
        players = wire.tables().players
        assert keys(players) == ["steam:1", "steam:1#1", "steam:1#2"]
        assert [player.identity.online_id for player in players] == ["1", "1", "1"]

    def test_an_account_of_no_platform_is_known_by_name(self) -> None:
        wire = Wire()
        wire.player("Alice", "SplitScreen|0|0")
        (alice,) = wire.tables().players
        assert alice.identity.key == "local:Alice"
        assert alice.identity.platform is None
        assert alice.identity.online_id is None


class TestRejoin:
    def test_merges_by_identity(self) -> None:
        wire = Wire(frames=90)
        first = wire.player("Alice", "Steam|1|0")
        wire.delete(first.pri, 30)
        wire.delete(first.car.actor, 30)
        wire.player("Alice", "Steam|1|0", frame=60)
        tables = wire.tables()
        (alice,) = tables.players
        assert alice.presence == (Presence(0, 30), Presence(60, 90))
        assert tables.cars.present[0].nonzero()[0].tolist() == [*range(30), *range(60, 90)]

    def test_under_another_name_is_still_the_same_person(self) -> None:
        wire = Wire(frames=90)
        wire.delete(wire.player("Alice", "Steam|1|0").pri, 30)
        wire.player("Alicia", "Steam|1|0", frame=60)
        (alice,) = wire.tables().players
        assert alice.name == "Alicia"

    def test_beside_the_old_actor_is_one_presence(self) -> None:
        wire = Wire(frames=90)
        wire.delete(wire.player("Alice", "Steam|1|0").pri, 50)
        wire.player("Alice", "Steam|1|0", frame=40)
        (alice,) = wire.tables().players
        assert alice.presence == (Presence(0, 90),)

    def test_in_the_other_team_is_the_same_person_in_the_last_team(self) -> None:
        wire = Wire(frames=90)
        wire.delete(wire.player("Alice", "Steam|1|0", team=0).pri, 30)
        wire.player("Alice", "Steam|1|0", team=1, frame=60)
        (alice,) = wire.tables().players
        assert alice.team == 1


class TestSharedNamesAndAccounts:
    def test_duplicate_names_are_two_people(self) -> None:
        wire = Wire()
        wire.player("StarFax", "Steam|1|0")
        wire.player("StarFax", "Steam|2|0")
        assert keys(wire.tables().players) == ["steam:1", "steam:2"]

    def test_strangers_with_account_0_are_told_apart_by_name(self) -> None:
        wire = Wire()
        wire.player("Alice", "PlayStation|0|0")
        wire.player("Bob", "PlayStation|0|0", team=1)
        assert keys(wire.tables().players) == ["ps:0/Alice", "ps:0/Bob"]

    def test_strangers_with_account_1_are_told_apart_by_name(self) -> None:
        wire = Wire(frames=90)
        wire.delete(wire.player("Alice", "PlayStation|1|0").pri, 30)
        wire.player("Bob", "PlayStation|1|0", team=1)
        wire.player("Alice", "PlayStation|1|0", frame=60)
        players = wire.tables().players
        assert keys(players) == ["ps:1/Alice", "ps:1/Bob"]
        assert players[0].presence == (Presence(0, 30), Presence(60, 90))


class TestBots:
    def test_are_known_by_name(self) -> None:
        wire = Wire()
        wire.player("Storm", is_bot=True)
        (storm,) = wire.tables().players
        assert storm.identity.key == "bot:Storm"
        assert storm.identity.is_bot
        assert storm.identity.platform is None

    def test_of_one_name_that_drive_together_are_different(self) -> None:
        wire = Wire()
        wire.player("Storm", is_bot=True)
        wire.player("Storm", is_bot=True)
        wire.player("Storm", team=1, is_bot=True)
        assert keys(wire.tables().players) == ["bot:Storm", "bot:Storm/2", "bot:Storm/3"]

    def test_of_one_name_that_drive_in_turn_are_one(self) -> None:
        wire = Wire(frames=90)
        first = wire.player("Storm", is_bot=True)
        wire.delete(first.pri, 30)
        wire.delete(first.car.actor, 30)
        wire.player("Storm", is_bot=True, frame=60)
        assert keys(wire.tables().players) == ["bot:Storm"]

    def test_with_a_players_name_are_somebody_else(self) -> None:
        wire = Wire()
        wire.player("Storm", "Steam|1|0")
        wire.player("Storm", is_bot=True)
        assert keys(wire.tables().players) == ["steam:1", "bot:Storm"]


class TestSpectators:
    def test_have_neither_team_nor_car(self) -> None:
        wire = Wire()
        wire.player("Alice", "Steam|1|0")
        wire.pri("Caster", "Steam|9|0", team=None)
        tables = wire.tables()
        assert keys(tables.players) == ["steam:1"]
        assert [(one.identity.key, one.name) for one in tables.spectators] == [
            ("steam:9", "Caster")
        ]

    def test_who_has_a_team_but_never_a_car_is_a_player(self) -> None:
        wire = Wire()
        wire.pri("Alice", "Steam|1|0", team=1)
        tables = wire.tables()
        assert keys(tables.players) == ["steam:1"]
        assert not tables.spectators
        assert not tables.cars.present.any()

    def test_who_drives_without_a_team_is_a_player_without_one(self) -> None:
        wire = Wire()
        wire.player("Alice", "Steam|1|0", team=None)
        (alice,) = wire.tables().players
        assert alice.team is None

    def test_who_played_before_watching_is_a_player(self) -> None:
        wire = Wire(frames=90)
        wire.delete(wire.player("Alice", "Steam|1|0").pri, 30)
        wire.pri("Alice", "Steam|1|0", team=None, frame=30)
        tables = wire.tables()
        assert keys(tables.players) == ["steam:1"]
        assert not tables.spectators

    def test_an_actor_without_name_and_account_is_nobody(self) -> None:
        wire = Wire()
        wire.pri("", None, team=0)
        tables = wire.tables()
        assert not tables.players
        assert not tables.spectators


class TestTeams:
    def test_leaving_keeps_the_team(self) -> None:
        wire = Wire(frames=90)
        alice = wire.player("Alice", "Steam|1|0", team=1)
        wire.scalar(alice.pri, "Engine.PlayerReplicationInfo:Team", None, 60)
        (info,) = wire.tables().players
        assert info.team == 1

    def test_changing_sides_counts_for_the_last(self) -> None:
        wire = Wire(frames=90)
        alice = wire.player("Alice", "Steam|1|0", team=1)
        wire.scalar(alice.pri, "Engine.PlayerReplicationInfo:Team", wire.team(0), 60, extra=1)
        (info,) = wire.tables().players
        assert info.team == 0

    def test_players_stand_by_team_then_by_join(self) -> None:
        wire = Wire(frames=90)
        wire.player("Late", "Steam|4|0", team=0, frame=50)
        wire.player("Orange", "Steam|1|0", team=1)
        wire.player("Undecided", "Steam|2|0", team=None)
        wire.player("Blue", "Steam|3|0", team=0)
        names = [player.name for player in wire.tables().players]
        assert names == ["Blue", "Late", "Orange", "Undecided"]

    def test_a_car_may_exist_before_its_player(self) -> None:
        wire = Wire(frames=60)
        car = wire.actor(CAR, 2)
        wire.scalar(car, "Engine.Pawn:PlayerReplicationInfo", 99, 2, extra=1)
        wire.body(car, (1, 2, 17), frame=3)
        pri = wire.actor("TAGame.Default__PRI_TA", 10, actor_id=99)
        wire.text(pri, "Engine.PlayerReplicationInfo:PlayerName", "Alice", 10)
        wire.identity(pri, "Engine.PlayerReplicationInfo:UniqueId", "Steam|1|0", 12)
        tables = wire.tables()
        assert keys(tables.players) == ["steam:1"]
        assert tables.cars.present[0, 3:].all()


class TestLoadout:
    def test_the_body_is_the_one_of_the_players_side(self) -> None:
        wire = Wire()
        alice = wire.player("Alice", "Steam|1|0", team=0)
        bob = wire.player("Bob", "Steam|2|0", team=1)
        for player in (alice, bob):
            wire.scalar(player.pri, "TAGame.PRI_TA:ClientLoadouts", 23, 1, extra=403)
        assert [player.body_id for player in wire.tables().players] == [23, 403]

    def test_before_2016_07_there_is_one_loadout(self) -> None:
        wire = Wire()
        bob = wire.player("Bob", "Steam|2|0", team=1)
        wire.scalar(bob.pri, "TAGame.PRI_TA:ClientLoadout", 25, 1, extra=25)
        assert [player.body_id for player in wire.tables().players] == [25]

    def test_without_a_loadout_the_body_is_unknown(self) -> None:
        wire = Wire()
        wire.player("Alice", "Steam|1|0")
        assert wire.tables().players[0].body_id is None


class TestCamera:
    NUMBERS = (110, 100, -4, 270, 0.5, 4.5)

    def camera_of(self, wire: Wire) -> Camera | None:
        return wire.tables().players[0].camera

    def test_comes_from_the_camera_actor(self) -> None:
        wire = Wire()
        alice = wire.player("Alice", "Steam|1|0")
        camera = wire.actor(CAMERA)
        wire.record(camera, SETTINGS, [*self.NUMBERS, 1.5], 2)
        wire.scalar(camera, "TAGame.CameraSettingsActor_TA:PRI", alice.pri, 5, extra=1)
        assert self.camera_of(wire) == Camera(110, 100, -4, 270, 0.5, 4.5, 1.5)

    def test_came_from_the_player_actor_before_2016_05(self) -> None:
        wire = Wire()
        alice = wire.player("Alice", "Steam|1|0")
        wire.record(alice.pri, "TAGame.PRI_TA:CameraSettings", self.NUMBERS, 2)
        assert self.camera_of(wire) == Camera(110, 100, -4, 270, 0.5, 4.5, None)

    def test_is_unknown_if_never_sent(self) -> None:
        wire = Wire()
        wire.player("Alice", "Steam|1|0")
        assert self.camera_of(wire) is None


class TestParties:
    def leader(self, wire: Wire, member: Actor, identity: str, frame: int = 1) -> None:
        wire.identity(member, LEADER, identity, frame)

    def test_a_member_names_his_leader(self) -> None:
        wire = Wire()
        wire.player("Alice", "Steam|1|0")
        bob = wire.player("Bob", "Epic|b|0")
        self.leader(wire, bob.pri, "Steam|1|0")
        assert [player.party_leader for player in wire.tables().players] == [None, "steam:1"]

    def test_leaving_the_party_does_not_undo_it(self) -> None:
        wire = Wire()
        bob = wire.player("Bob", "Epic|b|0")
        self.leader(wire, bob.pri, "Steam|1|0")
        wire.text(bob.pri, LEADER, "", 30, number=0)
        assert wire.tables().players[0].party_leader == "steam:1"

    def test_system_0_is_no_leader(self) -> None:
        wire = Wire()
        bob = wire.player("Bob", "Epic|b|0")
        wire.text(bob.pri, LEADER, "SplitScreen|0|0", 1, number=0)
        assert wire.tables().players[0].party_leader is None

    def test_a_leader_with_a_shared_account_is_known_by_name(self) -> None:
        wire = Wire()
        wire.player("Alice", "PlayStation|1|0")
        wire.player("Carol", "PlayStation|1|0")
        bob = wire.player("Bob", "PlayStation|5|0")
        wire.identity(bob.pri, LEADER, "PlayStation|1|0", 1, name="Carol")
        assert wire.tables().players[2].party_leader == "ps:1/Carol"
