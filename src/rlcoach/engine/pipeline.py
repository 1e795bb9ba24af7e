"""Bytes to tables, bytes to report: the pure heart of the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from rlcoach.engine.full_analysis import FullAnalysis
from rlcoach.replay.columns import TableFault
from rlcoach.replay.decode import DecoderChoice, decode
from rlcoach.replay.degraded import contradiction
from rlcoach.replay.errors import NoNetworkData
from rlcoach.replay.frame_file import pack_frames
from rlcoach.replay.kinds import MatchState
from rlcoach.replay.network import RawReplay
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from rlcoach.report.build import build_report
from rlcoach.report.render.as_json import to_json
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


def full_analysis(data: bytes, *, decoder: DecoderChoice = "auto") -> FullAnalysis:
    """Analyses one replay.

    Raises:
        ReplayError: the file cannot be read; the subclass and the message say why.
    """
    report, tables = report_and_tables_of(data, decode(data, decoder=decoder))
    return FullAnalysis(
        report_json=to_json(report),
        frames=None if tables is None else pack_frames(tables),
        covered_seconds=None if tables is None else covered_seconds(tables),
    )


def covered_seconds(tables: MatchTables) -> tuple[float, float] | None:
    """The stretch of the match that a file holds, see `FullAnalysis.covered_seconds`."""
    frames = tables.frames
    is_play = (frames.state == MatchState.ACTIVE) & (frames.clock >= 0)
    if not is_play.any():
        return None
    forward = np.where(frames.overtime, frames.clock, -frames.clock)[is_play]
    return float(forward[0]), float(forward[-1])


def _bytes(replay: bytes | str | Path) -> bytes:
    return replay if isinstance(replay, bytes) else Path(replay).read_bytes()
