"""Which boost pad was taken."""

import pytest

from rlcoach.replay.normalize.pads import layout_of_map
from rlcoach.replay.tables import MatchTables
from tests.builders.wire import Actor, Numbers, Wire

NEW = "TAGame.VehiclePickup_TA:NewReplicatedPickupData"
OLD = "TAGame.VehiclePickup_TA:ReplicatedPickupData"

MEASURED_MAP = "ARC_Standard_P"
"""Its actor 10 is pad 8 of the layout, by the measured table."""
SOCCAR_MAP = "stadium_race_day_p"
"""A map with the standard layout whose pad actors nobody has measured."""


def match(map_name: str) -> Wire:
    return Wire(frames=60, properties={"MapName": map_name})


def pad(wire: Wire, number: int) -> Actor:
    return wire.actor(f"Map.TheWorld:PersistentLevel.VehiclePickup_Boost_TA_{number}")


def taken_at(map_name: str, *places: Numbers, number: int = 10) -> MatchTables:
    """Alice takes the pad actor `number` at these places, one every ten frames."""
    wire = match(map_name)
    alice = wire.player("Alice", "Steam|1|0")
    actor = pad(wire, number)
    for turn, place in enumerate(places, start=1):
        wire.body(alice.car.actor, place, frame=10 * turn)
        wire.scalar(actor, NEW, 1, 10 * turn, extra=alice.car.actor)
    return wire.tables()


class TestPickups:
    def test_have_player_frame_and_place(self) -> None:
        found = taken_at(SOCCAR_MAP, (100, 200, 17)).pickups
        assert found.frame.tolist() == [10]
        assert found.time == pytest.approx([5 + 10 / 30])
        assert found.player.tolist() == [0]
        assert found.pad_actor.tolist() == [10]
        assert found.position.tolist() == [[100, 200, 17]]

    def test_the_return_of_a_pad_is_none(self) -> None:
        wire = match(SOCCAR_MAP)
        alice = wire.player("Alice", "Steam|1|0")
        actor = pad(wire, 10)
        wire.scalar(actor, NEW, 255, 5, extra=None)
        wire.scalar(actor, NEW, 1, 10, extra=alice.car.actor)
        wire.scalar(actor, NEW, 2, 20, extra=alice.car.actor)
        wire.scalar(actor, NEW, 255, 30, extra=None)
        wire.scalar(actor, NEW, 3, 40, extra=alice.car.actor)
        assert wire.tables().pickups.frame.tolist() == [10, 40]

    def test_until_2019_the_state_was_a_boolean(self) -> None:
        wire = match(SOCCAR_MAP)
        alice = wire.player("Alice", "Steam|1|0")
        actor = pad(wire, 10)
        wire.scalar(actor, OLD, 0, 5, extra=None)
        wire.scalar(actor, OLD, 1, 10, extra=alice.car.actor)
        wire.scalar(actor, OLD, 0, 20, extra=alice.car.actor)
        assert wire.tables().pickups.frame.tolist() == [10]

    def test_a_car_without_a_player_took_it_for_nobody(self) -> None:
        wire = match(SOCCAR_MAP)
        wire.player("Alice", "Steam|1|0")
        wire.scalar(pad(wire, 10), NEW, 1, 10, extra=wire.car(None).actor)
        found = wire.tables().pickups
        assert found.player.tolist() == [-1]
        assert found.pad.tolist() == [-1]

    def test_without_players_there_is_no_place(self) -> None:
        wire = match(SOCCAR_MAP)
        wire.scalar(pad(wire, 10), NEW, 1, 10, extra=wire.car(None).actor)
        assert wire.tables().pickups.position.shape == (1, 3)


class TestPadIdentity:
    def test_is_measured_on_known_maps(self) -> None:
        tables = taken_at(MEASURED_MAP, (0, 0, 17))
        assert tables.pickups.pad.tolist() == [8]
        assert len(tables.match.pads) == 34

    def test_is_the_nearest_place_on_other_maps_with_the_layout(self) -> None:
        tables = taken_at(SOCCAR_MAP, (3000, -4000, 17))
        (index,) = tables.pickups.pad.tolist()
        found = tables.match.pads[index]
        assert (found.x, found.y, found.is_big) == (3072, -4096, True)

    def test_is_one_for_all_pickups_of_an_actor(self) -> None:
        tables = taken_at(SOCCAR_MAP, (3000, -4000, 17), (3100, -4150, 17), (0, 0, 17))
        assert len(set(tables.pickups.pad.tolist())) == 1
        assert tables.match.pads[tables.pickups.pad[0]].x == 3072

    def test_is_unknown_far_from_every_pad(self) -> None:
        assert taken_at(SOCCAR_MAP, (600, 600, 17)).pickups.pad.tolist() == [-1]

    def test_is_found_by_place_on_hoops_maps(self) -> None:
        layout = layout_of_map("HoopsStadium_P")
        tables = taken_at("HoopsStadium_P", (layout[3].x + 50, layout[3].y, 17))
        assert tables.pickups.pad.tolist() == [3]

    @pytest.mark.parametrize("name", ["Workshop_Map_P", "ShatterShot_P", ""])
    def test_is_unknown_on_maps_with_a_layout_of_their_own(self, name: str) -> None:
        tables = taken_at(name, (3000, -4000, 17))
        assert tables.match.pads == ()
        assert tables.pickups.pad.tolist() == [-1]


class TestLayoutOfMap:
    def test_a_standard_map_has_34_pads_6_of_them_big(self) -> None:
        layout = layout_of_map("Stadium_P")
        assert len(layout) == 34
        assert sum(one.is_big for one in layout) == 6

    def test_a_hoops_map_has_20_pads(self) -> None:
        assert len(layout_of_map("HoopsStadium_P")) == 20

    def test_a_layout_is_the_same_from_both_sides(self) -> None:
        for name in ("Stadium_P", "HoopsStadium_P"):
            places = {(one.x, one.y) for one in layout_of_map(name)}
            assert {(-x, -y) for x, y in places} == places
