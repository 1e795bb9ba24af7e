"""What every part of the writer needs at hand."""

from __future__ import annotations

from dataclasses import dataclass

from rlcoach.synth.match_record import MatchRecord
from rlcoach.synth.writing.cast import Cast
from rlcoach.synth.writing.era import Era
from rlcoach.synth.writing.sheet import Sheet
from rlcoach.synth.writing.tables import Tables


@dataclass(frozen=True)
class Writing:
    """A file while it is written."""

    record: MatchRecord
    era: Era
    tables: Tables
    cast: Cast
    sheet: Sheet
    keyframes: list[int]
