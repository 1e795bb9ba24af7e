"""How the pure-Python decoder turns one attribute value into the numbers of its table.

Values come as subtr_actor hands boxcars' types over: maps, 64-bit numbers as strings, `None` for
what is missing and for a float that is not finite. Each function here returns what follows the
four key columns of a row, in the order of `python_tables`.
"""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any, Final

from rlcoach.replay.network import NONE_ID, RECORD_WIDTH

Value = Any
"""A value as subtr_actor gives it: JSON-like, and checked by the parser, not here."""

Converter = Callable[[Value], tuple[Any, ...]]

_NO_VELOCITY: Final = {"x": 0.0, "y": 0.0, "z": 0.0}


def _number(value: Value) -> tuple[int, int]:
    return value, 0


def _signed_64(value: Value) -> tuple[int, int]:
    number = int(value)
    return (number - 2**64 if number >= 2**63 else number), 0


def _signed_32(number: int) -> int:
    return number - 2**32 if number >= 2**31 else number


def _flagged_byte(value: Value) -> tuple[int, int]:
    flag, byte = value
    return byte, flag


def _game_mode(value: Value) -> tuple[int, int]:
    first, mode = value
    return mode, first


def _active_actor(value: Value) -> tuple[int, int]:
    return value["actor"], value["active"]


def _pickup(value: Value) -> tuple[int, int]:
    instigator = value["instigator"]
    return value["picked_up"], NONE_ID if instigator is None else instigator


def _replicated_boost(value: Value) -> tuple[int, int]:
    return value["boost_amount"], value["grant_count"]


def _stat_event(value: Value) -> tuple[int, int]:
    return value["object_id"], value["unknown1"]


def _team_paint(value: Value) -> tuple[int, int]:
    return value["team"], value["primary_color"]


def _loadout(value: Value) -> tuple[int, int]:
    body = value["body"]
    return body, _signed_32(body)


def _team_loadout(value: Value) -> tuple[int, int]:
    return value["blue"]["body"], _signed_32(value["orange"]["body"])


def _float(value: Value) -> tuple[float]:
    return (value,)


def _vector(value: Value) -> tuple[float, float, float]:
    return value["x"], value["y"], value["z"]


def _rigid_body(value: Value) -> tuple[Any, ...]:
    location = value["location"]
    rotation = value["rotation"]
    linear = value["linear_velocity"]
    angular = value["angular_velocity"]
    has_linear = linear is not None
    has_angular = angular is not None
    if linear is None:
        linear = _NO_VELOCITY
    if angular is None:
        angular = _NO_VELOCITY
    return (
        value["sleeping"],
        has_linear,
        has_angular,
        location["x"],
        location["y"],
        location["z"],
        rotation["x"],
        rotation["y"],
        rotation["z"],
        rotation["w"],
        linear["x"],
        linear["y"],
        linear["z"],
        angular["x"],
        angular["y"],
        angular["z"],
    )


def _record(*columns: float) -> tuple[float, ...]:
    return columns + (nan,) * (RECORD_WIDTH - len(columns))


def _camera_settings(value: Value) -> tuple[float, ...]:
    return _record(
        value["fov"],
        value["height"],
        value["angle"],
        value["distance"],
        value["stiffness"],
        value["swivel"],
        value["transition"],
    )


def _demolish(value: Value) -> tuple[float, ...]:
    return _record(*_demolition_columns(value))


def _demolish_fx(value: Value) -> tuple[float, ...]:
    return _record(*_demolition_columns(value), value["custom_demo_flag"], value["custom_demo_id"])


def _demolition_columns(value: Value) -> tuple[float, ...]:
    return (
        value["attacker_flag"],
        value["attacker"],
        value["victim_flag"],
        value["victim"],
        *_vector(value["attack_velocity"]),
        *_vector(value["victim_velocity"]),
    )


def _demolish_extended(value: Value) -> tuple[float, ...]:
    return _record(
        value["attacker"]["active"],
        value["attacker"]["actor"],
        value["victim"]["active"],
        value["victim"]["actor"],
        *_vector(value["attacker_velocity"]),
        *_vector(value["victim_velocity"]),
        value["self_demolish"],
        value["goal_explosion_owner"]["active"],
    )


def _explosion(value: Value) -> tuple[float, ...]:
    return _record(value["flag"], value["actor"], *_vector(value["location"]))


def _extended_explosion(value: Value) -> tuple[float, ...]:
    explosion = value["explosion"]
    return _record(
        explosion["flag"],
        explosion["actor"],
        *_vector(explosion["location"]),
        value["secondary_actor"],
    )


def _damage_state(value: Value) -> tuple[float, ...]:
    return _record(
        value["tile_state"],
        value["damaged"],
        value["offender"],
        *_vector(value["ball_position"]),
        value["direct_hit"],
    )


def _applied_damage(value: Value) -> tuple[float, ...]:
    return _record(
        value["id"], *_vector(value["position"]), value["damage_index"], value["total_damage"]
    )


def _pickup_info(value: Value) -> tuple[float, ...]:
    columns: list[float] = []
    for pickup in value["available_pickups"]:
        columns += (pickup["active"], pickup["actor"])
    return _record(*columns, value["items_are_preview"])


SCALARS: Final[dict[str, Converter]] = {
    "Boolean": _number,
    "Byte": _number,
    "Int": _number,
    "Enum": _number,
    "PlayerHistoryKey": _number,
    "Int64": _signed_64,
    "QWord": _signed_64,
    "FlaggedByte": _flagged_byte,
    "GameMode": _game_mode,
    "ActiveActor": _active_actor,
    "Welded": _active_actor,
    "Pickup": _pickup,
    "PickupNew": _pickup,
    "ReplicatedBoost": _replicated_boost,
    "StatEvent": _stat_event,
    "TeamPaint": _team_paint,
    "Loadout": _loadout,
    "TeamLoadout": _team_loadout,
}
FLOATS: Final[dict[str, Converter]] = {"Float": _float}
VECTORS: Final[dict[str, Converter]] = {"Location": _vector}
BODIES: Final[dict[str, Converter]] = {"RigidBody": _rigid_body}
RECORDS: Final[dict[str, Converter]] = {
    "CamSettings": _camera_settings,
    "Demolish": _demolish,
    "DemolishFx": _demolish_fx,
    "DemolishExtended": _demolish_extended,
    "Explosion": _explosion,
    "ExtendedExplosion": _extended_explosion,
    "DamageState": _damage_state,
    "AppliedDamage": _applied_damage,
    "PickupInfo": _pickup_info,
}


class TextColumns:
    """The columns of `Texts` that are not numbers: a converter adds to them, returns the rest."""

    def __init__(self) -> None:
        """Starts with empty columns."""
        self.text: list[str] = []
        self.name: list[str] = []
        self.converters: dict[str, Converter] = {
            "String": self._string,
            "UniqueId": self._unique_id,
            "PartyLeader": self._party_leader,
            "Reservation": self._reservation,
        }

    def _add(self, text: str, name: str, number: int) -> tuple[int]:
        self.text.append(text)
        self.name.append(name)
        return (number,)

    def _string(self, value: Value) -> tuple[int]:
        return self._add(value, "", 0)

    def _unique_id(self, value: Value) -> tuple[int]:
        identity, console_name = _identity(value)
        return self._add(identity, console_name, value["system_id"])

    def _party_leader(self, value: Value) -> tuple[int]:
        return self._add("", "", 0) if value is None else self._unique_id(value)

    def _reservation(self, value: Value) -> tuple[int]:
        identity, _ = _identity(value["unique_id"])
        return self._add(identity, value["name"] or "", _signed_32(value["number"]))


def _identity(unique_id: Value) -> tuple[str, str]:
    """`kind|online id|local id`, and the name that a PlayStation id holds."""
    ((kind, remote),) = unique_id["remote_id"].items()
    name = ""
    if isinstance(remote, dict):
        name = remote.get("name", "")
        remote = remote["online_id"]
    return f"{kind}|{remote}|{unique_id['local_id']}", name
