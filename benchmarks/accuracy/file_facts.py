"""Facts about the file and about how its analysis ended, judged also where there is no report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pydantic import JsonValue

from benchmarks.accuracy import play_facts
from benchmarks.accuracy.compare import Answer, Missing
from benchmarks.accuracy.labels import Label
from rlcoach.replay.network import Network
from rlcoach.report.schema import Report

MUTATION_FACT = "crc_mutation_rejected"
"""The label names one byte to change; the changed file must be refused or degraded."""

UNSUPPORTED: dict[str, str] = {
    "parser_detail": "speaks of one parser's own data structures, which no report shows",
}
"""Facts no report can meet by design, and why; labels of an unknown kind join them."""


@dataclass(frozen=True)
class Outcome:
    """How one call of `analyze` ended."""

    report: Report | None
    error: str | None = None
    is_refusal: bool = False
    """The error is one the engine raises on purpose (`ReplayError`)."""

    @property
    def degraded(self) -> str | None:
        """Why only the header was read, where that is so."""
        return None if self.report is None else self.report.quality.degraded


def dodge_refresh_values(network: Network) -> Answer:
    """The distinct values sent for the dodge-refresh counter, ascending."""
    attributes = [i for i, name in enumerate(network.objects) if "DodgesRefreshedCounter" in name]
    sent = network.scalars.value[np.isin(network.scalars.attribute, attributes)]
    values: list[JsonValue] = [*sorted({int(value) for value in sent})]
    return values or Missing.NO_VALUE


def tick_marks(network: Network) -> Answer:
    """How many tick marks the file has, and the first."""
    if not network.tick_marks:
        return {"count": 0, "first": None}
    description, frame = network.tick_marks[0]
    first: JsonValue = {"description": description, "frame": frame}
    return {"count": len(network.tick_marks), "first": first}


def keyframes(network: Network) -> Answer:
    """How many keyframes the file announces."""
    return len(network.keyframe_frame)


NETWORK_FACTS: dict[str, Callable[[Network], Answer]] = {
    **play_facts.NETWORK_FACTS,
    "dodge_refresh_values": dodge_refresh_values,
    "keyframes": keyframes,
    "tick_marks": tick_marks,
}
"""Facts about the file's own structure, read from the decoder's columns."""


def was_parsed(outcome: Outcome) -> bool:
    """A whole report, not one made from the header alone."""
    return outcome.report is not None and outcome.degraded is None


def was_rejected(outcome: Outcome) -> bool:
    """Refused with a reason, or degraded to the header with a reason; a crash is neither."""
    return outcome.is_refusal or outcome.degraded is not None


OUTCOME_FACTS: dict[str, Callable[[Outcome], bool]] = {
    "must_be_rejected": was_rejected,
    "parses_ok": was_parsed,
}
"""Facts about how the analysis ended."""


def mutated(label: Label, data: bytes) -> bytes:
    """`data` with the one byte changed that the label names.

    Raises:
        ValueError: the label names no byte of this file.
    """
    place = label.value if isinstance(label.value, dict) else {}
    offset, byte = place.get("offset"), place.get("byte")
    if not isinstance(offset, int) or not isinstance(byte, int) or not 0 <= offset < len(data):
        raise ValueError("the label names no byte of this file")
    return data[:offset] + bytes([byte]) + data[offset + 1 :]


FILE_FACTS = frozenset({MUTATION_FACT, *NETWORK_FACTS, *OUTCOME_FACTS})
