"""Reads written files back, in whatever form a test looks at."""

from __future__ import annotations

from typing import Any

import numpy as np
import subtr_actor
from numpy.typing import NDArray

from rlcoach.replay.decode import decode
from rlcoach.replay.network import Network
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from rlcoach.synth.match_record import MatchRecord
from rlcoach.synth.writing import CURRENT, LEGACY, Era, write_replay

ERAS = (CURRENT, LEGACY)


def tables_of(record: MatchRecord, era: Era = CURRENT) -> MatchTables:
    """The tables that the written file gives; players stand in the order of the record."""
    tables = normalize(decode(write_replay(record, era=era)))
    assert [player.name for player in tables.players] == [one.name for one in record.players]
    return tables


def network_of(record: MatchRecord, era: Era = CURRENT) -> Network:
    """The network columns of the written file."""
    network = decode(write_replay(record, era=era)).network
    assert network is not None
    return network


def parsed(record: MatchRecord, era: Era = CURRENT) -> dict[str, Any]:
    """The written file as nested maps, with every frame as it was sent."""
    whole: dict[str, Any] = subtr_actor.parse_replay(write_replay(record, era=era))
    return whole


def sent(network: Network, attribute: str) -> list[tuple[int, int, int]]:
    """Frame, value and extra of the scalar updates of an attribute."""
    table = network.scalars
    rows = np.flatnonzero(table.attribute == network.object_index.get(attribute, -2))
    return [
        (int(table.frame[row]), int(table.value[row]), int(table.extra[row]))
        for row in rows.tolist()
    ]


def rotation_error(one: NDArray[Any], other: NDArray[Any]) -> float:
    """The largest component by which unit quaternions differ, q and -q being the same."""
    sign = np.sign(np.einsum("ij,ij->i", one, other))[:, None]
    return float(np.abs(one * sign - other).max())
