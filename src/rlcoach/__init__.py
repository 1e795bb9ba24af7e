"""rlcoach: Rocket League replays as exact tables and reports.

    >>> import rlcoach
    >>> report = rlcoach.analyze("match.replay")
    >>> tables = rlcoach.read("match.replay")
    >>> frames = rlcoach.frames_dataframe(tables)
    >>> stored = rlcoach.load_report(open("match.json").read())

Names are loaded on first use; `import rlcoach` alone loads neither numpy nor pydantic.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rlcoach.analysis.definitions import EVENTS, STATS
    from rlcoach.engine.pipeline import analyze, read
    from rlcoach.replay.errors import (
        CorruptReplay,
        DecoderUnavailable,
        NoNetworkData,
        NotAReplay,
        ReplayError,
        ReplayTooLarge,
    )
    from rlcoach.replay.export import events_dataframe, frames_dataframe
    from rlcoach.replay.tables import MatchTables
    from rlcoach.report.read import ReportUnreadable, ReportVersionUnknown, load_report
    from rlcoach.report.schema import Report

    __version__: str

__all__ = [
    "EVENTS",
    "STATS",
    "CorruptReplay",
    "DecoderUnavailable",
    "MatchTables",
    "NoNetworkData",
    "NotAReplay",
    "ReplayError",
    "ReplayTooLarge",
    "Report",
    "ReportUnreadable",
    "ReportVersionUnknown",
    "__version__",
    "analyze",
    "events_dataframe",
    "frames_dataframe",
    "load_report",
    "read",
]

_HOMES = {
    "EVENTS": "rlcoach.analysis.definitions",
    "STATS": "rlcoach.analysis.definitions",
    "analyze": "rlcoach.engine.pipeline",
    "read": "rlcoach.engine.pipeline",
    "events_dataframe": "rlcoach.replay.export",
    "frames_dataframe": "rlcoach.replay.export",
    "MatchTables": "rlcoach.replay.tables",
    "Report": "rlcoach.report.schema",
    "ReportUnreadable": "rlcoach.report.read",
    "ReportVersionUnknown": "rlcoach.report.read",
    "load_report": "rlcoach.report.read",
}
_ERRORS_HOME = "rlcoach.replay.errors"


def __getattr__(name: str) -> object:
    """Loads a public name from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        return _version()
    return getattr(importlib.import_module(_HOMES.get(name, _ERRORS_HOME)), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib import metadata  # noqa: PLC0415 - costs more than reading a header

    try:
        return metadata.version("rlcoach")
    except metadata.PackageNotFoundError:
        return "0+source"
