"""Every attribute type in its table, from values as subtr_actor gives them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rlcoach.replay.network import RECORD_WIDTH
from rlcoach.replay.python_walk import walk

VELOCITY = {"x": 4.0, "y": 5.0, "z": 6.0}
OTHER_VELOCITY = {"x": 7.0, "y": 8.0, "z": 9.0}
PLACE = {"x": 1.0, "y": 2.0, "z": 3.0}
TURN = {"x": 0.1, "y": 0.2, "z": 0.3, "w": 0.4}
STEAM = {"system_id": 1, "remote_id": {"Steam": "765"}, "local_id": 2}
PLAYSTATION = {
    "system_id": 2,
    "remote_id": {"PlayStation": {"online_id": "99", "name": "Bob", "unknown1": []}},
    "local_id": 0,
}
DEMOLISH = {
    "attacker_flag": True,
    "attacker": 8,
    "victim_flag": False,
    "victim": -1,
    "attack_velocity": VELOCITY,
    "victim_velocity": OTHER_VELOCITY,
}
LINK = {"active": True, "actor": 5}
NO_LINK = {"active": False, "actor": -1}
NAN = float("nan")


def rows(table: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """The columns `names` of a table, row by row."""
    return list(zip(*(list(table[name]) for name in names), strict=True))


def walked(*attributes: dict[str, Any]) -> dict[str, Any]:
    """The wire form of one frame with one actor that receives `attributes`."""
    trajectory = {
        "location": {"x": -1, "y": 2, "z": 3},
        "rotation": {"yaw": -4, "pitch": 5, "roll": None},
    }
    frame = {
        "time": 1.0,
        "delta": None,
        "deleted_actors": [9],
        "new_actors": [
            {
                "actor_id": 1,
                "object_id": 0,
                "name_id": None,
                "initial_trajectory": trajectory,
            }
        ],
        "updated_actors": [
            {"actor_id": 1, "object_id": 0, "stream_id": 0, "attribute": attribute}
            for attribute in attributes
        ],
    }
    parsed = {
        "network_frames": {"frames": [frame]},
        "keyframes": [],
        "tick_marks": [],
        "objects": ["Object"],
        "names": [],
    }
    return walk(parsed, 1)


class TestValues:
    def test_spawn_place(self) -> None:
        actors = walked()["actors"]
        assert actors["has_location"].tolist() == [True]
        assert actors["location"].tolist() == [[-1, 2, 3]]
        assert actors["rotation"].tolist() == [[-4, 5, 0]]
        assert actors["name_id"].tolist() == [-1]

    @pytest.mark.parametrize(
        ("attribute", "value", "extra"),
        [
            ({"Boolean": True}, 1, 0),
            ({"Byte": 255}, 255, 0),
            ({"Int": -(2**31)}, -(2**31), 0),
            ({"Enum": 2047}, 2047, 0),
            ({"PlayerHistoryKey": 5}, 5, 0),
            ({"Int64": "-9"}, -9, 0),
            ({"QWord": str(2**64 - 1)}, -1, 0),
            ({"FlaggedByte": [True, 17]}, 17, 1),
            ({"GameMode": [8, 3]}, 3, 8),
            ({"ActiveActor": LINK}, 5, 1),
            ({"ActiveActor": NO_LINK}, -1, 0),
            ({"Welded": {**LINK, "offset": PLACE, "mass": 1.0, "rotation": {}}}, 5, 1),
            ({"Pickup": {"instigator": None, "picked_up": True}}, 1, -1),
            ({"PickupNew": {"instigator": 4, "picked_up": 255}}, 255, 4),
            ({"ReplicatedBoost": {"grant_count": 2, "boost_amount": 85}}, 85, 2),
            ({"StatEvent": {"unknown1": True, "object_id": -1}}, -1, 1),
            ({"TeamPaint": {"team": 1, "primary_color": 7}}, 1, 7),
            ({"Loadout": {"body": 23}}, 23, 23),
            ({"Loadout": {"body": 2**32 - 1}}, 2**32 - 1, -1),
            ({"TeamLoadout": {"blue": {"body": 23}, "orange": {"body": 403}}}, 23, 403),
        ],
    )
    def test_scalars(self, attribute: dict[str, Any], value: int, extra: int) -> None:
        assert rows(walked(attribute)["scalars"], "value", "extra") == [(value, extra)]

    def test_vectors(self) -> None:
        assert walked({"Location": PLACE})["vectors"]["value"].tolist() == [[1, 2, 3]]

    def test_moving_body(self) -> None:
        bodies = walked(
            {
                "RigidBody": {
                    "sleeping": False,
                    "location": PLACE,
                    "rotation": TURN,
                    "linear_velocity": VELOCITY,
                    "angular_velocity": OTHER_VELOCITY,
                }
            }
        )["bodies"]
        assert rows(bodies, "sleeping", "has_linear", "has_angular") == [(False, True, True)]
        expected = np.array([1, 2, 3, 0.1, 0.2, 0.3, 0.4, 4, 5, 6, 7, 8, 9], np.float32)
        assert bodies["value"].tolist() == [expected.tolist()]

    def test_sleeping_body(self) -> None:
        bodies = walked(
            {
                "RigidBody": {
                    "sleeping": True,
                    "location": PLACE,
                    "rotation": {**TURN, "w": None},
                    "linear_velocity": None,
                    "angular_velocity": None,
                }
            }
        )["bodies"]
        assert rows(bodies, "sleeping", "has_linear", "has_angular") == [(True, False, False)]
        assert np.isnan(bodies["value"][0, 6])
        assert bodies["value"][0, 7:].tolist() == [0.0] * 6

    @pytest.mark.parametrize(
        ("attribute", "expected"),
        [
            (
                {
                    "CamSettings": {
                        "fov": 110.0,
                        "height": 100.0,
                        "angle": -4.0,
                        "distance": 270.0,
                        "stiffness": 0.5,
                        "swivel": 2.5,
                        "transition": None,
                    }
                },
                [110, 100, -4, 270, 0.5, 2.5, NAN],
            ),
            ({"Demolish": DEMOLISH}, [1, 8, 0, -1, 4, 5, 6, 7, 8, 9]),
            (
                {"DemolishFx": {**DEMOLISH, "custom_demo_flag": True, "custom_demo_id": 66}},
                [1, 8, 0, -1, 4, 5, 6, 7, 8, 9, 1, 66],
            ),
            (
                {
                    "DemolishExtended": {
                        "attacker": LINK,
                        "victim": NO_LINK,
                        "attacker_velocity": VELOCITY,
                        "victim_velocity": OTHER_VELOCITY,
                        "self_demolish": False,
                        "goal_explosion_owner": LINK,
                    }
                },
                [1, 5, 0, -1, 4, 5, 6, 7, 8, 9, 0, 1],
            ),
            ({"Explosion": {"flag": True, "actor": 3, "location": PLACE}}, [1, 3, 1, 2, 3]),
            (
                {
                    "ExtendedExplosion": {
                        "explosion": {"flag": False, "actor": -1, "location": PLACE},
                        "unknown1": True,
                        "secondary_actor": 6,
                    }
                },
                [0, -1, 1, 2, 3, 6],
            ),
            (
                {
                    "DamageState": {
                        "tile_state": 2,
                        "damaged": True,
                        "offender": 9,
                        "ball_position": PLACE,
                        "direct_hit": True,
                        "unknown1": False,
                    }
                },
                [2, 1, 9, 1, 2, 3, 1],
            ),
            (
                {
                    "AppliedDamage": {
                        "id": 1,
                        "position": PLACE,
                        "damage_index": 2,
                        "total_damage": 40,
                    }
                },
                [1, 1, 2, 3, 2, 40],
            ),
            (
                {
                    "PickupInfo": {
                        "available_pickups": [LINK, NO_LINK, LINK],
                        "items_are_preview": True,
                    }
                },
                [1, 5, 0, -1, 1, 5, 1],
            ),
        ],
    )
    def test_records(self, attribute: dict[str, Any], expected: list[float]) -> None:
        padded = expected + [NAN] * (RECORD_WIDTH - len(expected))
        np.testing.assert_array_equal(walked(attribute)["records"]["value"], [padded])

    @pytest.mark.parametrize(
        ("attribute", "text", "name", "number"),
        [
            ({"String": "hello"}, "hello", "", 0),
            ({"UniqueId": STEAM}, "Steam|765|2", "", 1),
            ({"UniqueId": PLAYSTATION}, "PlayStation|99|0", "Bob", 2),
            (
                {"UniqueId": {**STEAM, "system_id": 0, "remote_id": {"SplitScreen": 0}}},
                "SplitScreen|0|2",
                "",
                0,
            ),
            ({"PartyLeader": None}, "", "", 0),
            ({"PartyLeader": PLAYSTATION}, "PlayStation|99|0", "Bob", 2),
            (
                {"Reservation": {"number": 4, "unique_id": STEAM, "name": None}},
                "Steam|765|2",
                "",
                4,
            ),
            (
                {"Reservation": {"number": 4, "unique_id": PLAYSTATION, "name": "Al"}},
                "PlayStation|99|0",
                "Al",
                4,
            ),
        ],
    )
    def test_texts(self, attribute: dict[str, Any], text: str, name: str, number: int) -> None:
        texts = walked(attribute)["texts"]
        assert rows(texts, "text", "name", "number") == [(text, name, number)]

    def test_types_without_a_table_are_only_counted(self) -> None:
        wire = walked({"ClubColors": {}}, {"Int": 5})
        assert wire["attribute_updates"].tolist() == [2]
        assert wire["scalars"]["seq"].tolist() == [1]
