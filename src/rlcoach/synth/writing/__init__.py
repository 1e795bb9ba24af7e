"""Writes a played match as a `.replay` file."""

from rlcoach.synth.writing.era import CURRENT, LEGACY, Era
from rlcoach.synth.writing.replay import UnwritableRecordError, write_replay

__all__ = ["CURRENT", "LEGACY", "Era", "UnwritableRecordError", "write_replay"]
