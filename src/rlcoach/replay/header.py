"""The header section of a replay, apart from the columns so that reading it needs no numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Header:
    """The header section: version, and properties as the file names them.

    `properties` maps names to int, float, bool, str, or lists of such maps; a `ByteProperty` is
    `{"kind": str, "value": str | None}` and a `StructProperty` is
    `{"name": str, "fields": {...}}`. Properties that equal their default are absent.
    """

    major_version: int
    minor_version: int
    net_version: int | None
    game_type: str
    properties: dict[str, Any]
