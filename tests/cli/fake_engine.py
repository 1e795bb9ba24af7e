"""A task for the sandbox that reports what the file asks for, so that no replay is needed."""

from __future__ import annotations

import hashlib
import os

from rlcoach.replay.errors import CorruptReplay
from rlcoach.report.render.as_json import to_json
from tests.builders import reports


def analyze(data: bytes, _decoder: str) -> bytes:
    """`name` makes a report with a player of that name; other first words do what they say."""
    word, _, rest = data.decode().partition(" ")
    if word == "corrupt":
        raise CorruptReplay("The header is damaged.")
    if word == "abort":
        os.abort()
    players = [reports.player(rest or "Anna", 0), reports.player("Ben", 1)]
    degraded = "The checksum is wrong." if word == "header" else None
    sha256 = hashlib.sha256(data).hexdigest()
    return to_json(reports.report(players, degraded=degraded, sha256=sha256))


TASK = f"{__name__}:analyze"
