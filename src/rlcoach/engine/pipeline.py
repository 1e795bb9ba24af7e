"""Bytes to tables, bytes to report: the pure heart of the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rlcoach.replay.columns import TableFault
from rlcoach.replay.decode import DecoderChoice, decode
from rlcoach.replay.degraded import contradiction
from rlcoach.replay.errors import NoNetworkData
from rlcoach.replay.network import RawReplay
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from rlcoach.report.build import build_report
from rlcoach.report.schema import Report


def analyze(replay: bytes | str | Path, *, decoder: DecoderChoice = "auto") -> Report:
    """Analyses one replay. The same bytes give the same report, always.

    Args:
        replay: The file's bytes, or its path.
        decoder: `native`, `python`, or `auto` for the fastest that is installed.

    Raises:
        ReplayError: the file cannot be read; the subclass and the message say why.
        OSError: the path cannot be read.
    """
    data = _bytes(replay)
    return report_of(data, decode(data, decoder=decoder))


def report_of(data: bytes, raw: RawReplay) -> Report:
    """The report of a decoded replay; `data` is the file it came from."""
    return report_and_tables_of(data, raw)[0]


def report_and_tables_of(data: bytes, raw: RawReplay) -> tuple[Report, MatchTables | None]:
    """The report of a decoded replay and what it was made from; None for a header alone."""
    if raw.network is None:
        return build_report(data, raw, None), None
    try:
        tables = normalize(raw)
    except TableFault as fault:
        # Right checksums around impossible content: the header is all that can be believed.
        degraded = replace(raw, network=None, degraded=contradiction(fault))
        return build_report(data, degraded, None), None
    return build_report(data, raw, tables), tables


def read(replay: bytes | str | Path, *, decoder: DecoderChoice = "auto") -> MatchTables:
    """Reads one replay into columnar tables: `[frame]`, `[player, frame]`, `[player, frame, xyz]`.

    Raises:
        NoNetworkData: only the header of the file is readable.
        ReplayError: the file cannot be read at all.
        OSError: the path cannot be read.
    """
    raw = decode(_bytes(replay), decoder=decoder)
    if raw.network is None:
        raise NoNetworkData(raw.degraded or "The file has no network data.")
    return normalize(raw)


def _bytes(replay: bytes | str | Path) -> bytes:
    return replay if isinstance(replay, bytes) else Path(replay).read_bytes()
