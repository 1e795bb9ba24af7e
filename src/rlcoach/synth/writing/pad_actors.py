"""Which actor of a map stands for which boost pad."""

from __future__ import annotations

from functools import cache

from rlcoach.replay import game_data

_HIGHEST_MEASURED = 300
"""Numbers of pads on measured maps end far below."""
_UNMEASURED = 1_000
"""Numbers given here to pads whose own is not known start here, clear of all measured ones."""


def pad_actor_name(map_name: str, pad: int) -> str:
    """The name of a pad's actor, `pad` being its index in the community's layout."""
    number = _numbers(map_name.lower()).get(pad, _UNMEASURED + pad)
    return f"VehiclePickup_Boost_TA_{number}"


@cache
def _numbers(asset: str) -> dict[int, int]:
    """Pad to the lowest number that was measured for it."""
    found: dict[int, int] = {}
    for number in range(_HIGHEST_MEASURED):
        pad = game_data.pad_of_actor(asset, number)
        if pad is not None:
            found.setdefault(pad, number)
    return found
