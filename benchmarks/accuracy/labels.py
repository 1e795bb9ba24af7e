"""Label files and header files: what is known about replays, read into typed values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

LEFT_OUT_TRUSTS = frozenset({"algo_snapshot", "scenario_conflict"})
"""They record somebody's algorithm or contradict themselves: counted, never scored."""

TEAM_OF_COLOR: dict[str, Literal[0, 1]] = {"blue": 0, "orange": 1}

Tolerance = float | dict[str, float] | None
"""Absolute, `{"relative": share of the expected value}`, or None for the fact's own default."""

Header = dict[str, JsonValue]
"""One entry of a headers file."""


@dataclass(frozen=True)
class Label:
    """One fact about one replay, as its label file states it."""

    replay: str
    """Path of the replay, relative to the replay folder, with `/`."""
    fact: str
    player: str | None
    """Header name, name as ballchasing writes it, or platform id; None for a fact of the match."""
    value: JsonValue
    kind: str
    trust: str
    tolerance: Tolerance = None
    team: Literal[0, 1] | None = None
    online_id: tuple[str, str] | None = None
    """(platform, id) as ballchasing writes them, where the label carries them."""
    window: tuple[float, float] | None = None
    """Seconds a count is restricted to."""
    unit: str = "seconds"
    """What the numbers of a `times` label are: seconds or frames."""
    kickoff_class: str | None = None
    """Which class of kickoffs a `kickoff_type` label counts."""
    where: dict[str, JsonValue] | None = None
    """Fields the events of an `event.*` label have."""
    note: str = ""


def load_labels(path: Path) -> list[Label]:
    """Reads a JSON Lines label file; blank lines are skipped.

    Raises:
        ValueError: a line is not a label; the message names the line.
    """
    labels = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            labels.append(label_of(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: not a label ({error!r})") from error
    return labels


def load_headers(path: Path) -> dict[str, Header]:
    """Reads a headers file: replay path to what the header of that replay says."""
    headers: dict[str, Header] = json.loads(path.read_text(encoding="utf-8"))
    return headers


def label_of(row: dict[str, JsonValue]) -> Label:
    """One line of a label file.

    Raises:
        KeyError, TypeError, ValueError: it is no label.
    """
    tolerance = row.get("tolerance")
    window = row.get("window")
    return Label(
        replay=_text(row["replay"]),
        fact=_text(row["fact"]),
        player=None if row.get("player") is None else str(row["player"]),
        value=row["value"],
        kind=_text(row["kind"]),
        trust=_text(row["trust"]),
        tolerance=_tolerance(tolerance),
        team=_team(row),
        online_id=_online_id(row.get("player_id")),
        window=None if window is None else _pair(window),
        unit=str(row.get("unit") or "seconds"),
        kickoff_class=None if row.get("kickoff_class") is None else str(row["kickoff_class"]),
        where=_fields(row.get("where")),
        note=str(row.get("note") or ""),
    )


def _fields(value: JsonValue) -> dict[str, JsonValue] | None:
    if value is not None and not isinstance(value, dict):
        raise TypeError(f"expected fields, found {value!r}")
    return value or None


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {value!r}")
    return value


def _number(value: JsonValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"expected a number, found {value!r}")
    return value


def _pair(value: JsonValue) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError(f"expected [from, to], found {value!r}")
    return _number(value[0]), _number(value[1])


def _tolerance(value: JsonValue) -> Tolerance:
    if value is None:
        return None
    if isinstance(value, dict):
        return {"relative": _number(value["relative"])}
    return _number(value)


def _team(row: dict[str, JsonValue]) -> Literal[0, 1] | None:
    if row.get("team") in (0, 1):
        return 1 if row["team"] == 1 else 0
    return TEAM_OF_COLOR.get(str(row.get("team_color")))


def _online_id(value: JsonValue) -> tuple[str, str] | None:
    if not isinstance(value, dict) or not value.get("id"):
        return None
    return str(value.get("platform")), str(value["id"])
