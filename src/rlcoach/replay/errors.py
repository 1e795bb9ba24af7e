"""Why a replay could not be read, as exceptions a caller can act on.

Every message is one sentence fit for the player who owns the file.
"""

from __future__ import annotations


class ReplayError(Exception):
    """Base of everything the engine raises about a replay."""


class NotAReplay(ReplayError):
    """The bytes do not start like a `.replay` file (empty, another format, cut in the header)."""


class CorruptReplay(ReplayError):
    """The header is damaged: its checksum or its structure is wrong."""


class ReplayTooLarge(ReplayError):
    """The file, or something it announces, is beyond what a real replay can hold."""


class NoNetworkData(ReplayError):
    """Only the header could be read, and the caller asked for what happens in the frames."""


class DecoderUnavailable(ReplayError):
    """The decoder that was asked for is not installed."""
