"""What an extractor of a fact is given."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.accuracy.labels import Label
from rlcoach.report.schema import Player, Report


@dataclass(frozen=True)
class Subject:
    """The report, the label, and the label's player if it names one."""

    report: Report
    label: Label
    player: Player | None
