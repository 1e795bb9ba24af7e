"""What a file could not tell, in sentences a player understands."""

from __future__ import annotations

import numpy as np

from rlcoach.replay.header import Header
from rlcoach.replay.tables import MatchTables

_ERAS = (
    (7, "2018-05 on: quaternions"),
    (5, "2018-03 to 2018-04: uu positions, legacy rotations"),
    (0, "2015-07 to 2018-01: scaled positions, legacy rotations"),
)


def era_of(header: Header) -> str:
    """The family of encodings the file belongs to."""
    net_version = header.net_version or 0
    return next(name for since, name in _ERAS if net_version >= since)


def missing_parts(tables: MatchTables | None) -> list[str]:
    """Parts of the analysis this file cannot feed."""
    if tables is None:
        return ["Everything that happens in the frames: only the header was read."]
    if tables.frame_count == 0:
        return ["The recording has no frames."]
    found = []
    if not tables.ball.present.any():
        found.append("There is no ball in this recording.")
    if not len(tables.boost.updates.frame) and tables.boost.is_active.any():
        found.append("Boost amounts: the game did not record them before 2016-04.")
    if len(tables.pickups.frame) and (tables.pickups.pad < 0).mean() > 0.5:
        found.append("Boost pad places: this map's layout is not known.")
    if tables.frames.clock[0] >= 0 and not _starts_at_kickoff(tables):
        found.append("The beginning of the match: the recording starts in the middle of it.")
    return found


def _starts_at_kickoff(tables: MatchTables) -> bool:
    return not np.any(tables.frames.score[0]) and tables.frames.round[0] <= 1
