"""All that is kept of a replay once it was analysed: its report, its frames, what it covers.

Made by `engine.pipeline.full_analysis`; apart from it, so that reading one loads no engine.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

_SIZES = struct.Struct("!III")


@dataclass(frozen=True)
class FullAnalysis:
    """What an analysis hands over to be stored."""

    report_json: bytes
    frames: bytes | None
    """A file of `replay.frame_file`; None where only the header is readable."""
    covered_seconds: tuple[float, float] | None
    """First and last moment of play, on the match clock turned forward: -300 at the first kickoff,
    0 at the end of normal time, above it in overtime. None where no clock runs."""

    def packed(self) -> bytes:
        """As one string of bytes."""
        about = json.dumps({"covered_seconds": self.covered_seconds}).encode()
        frames = self.frames or b""
        sizes = _SIZES.pack(len(about), len(self.report_json), len(frames))
        return sizes + about + self.report_json + frames


def unpack_analysis(packed: bytes) -> FullAnalysis:
    """What `FullAnalysis.packed` made."""
    about_size, report_size, _ = _SIZES.unpack_from(packed)
    report_start = _SIZES.size + about_size
    frames_start = report_start + report_size
    covered = json.loads(packed[_SIZES.size : report_start])["covered_seconds"]
    return FullAnalysis(
        report_json=packed[report_start:frames_start],
        frames=packed[frames_start:] or None,
        covered_seconds=None if covered is None else (covered[0], covered[1]),
    )
