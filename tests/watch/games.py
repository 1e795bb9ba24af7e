"""Small whole replay files, each different from all others."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from tests.builders.replay_bytes import Body, header, replay, str_prop

TOKEN = "rlc_of_the_tests"


def game(number: int, *, size_bytes: int = 2_000) -> bytes:
    """The bytes of a game; the same number gives the same bytes."""
    network = random.Random(number).randbytes(size_bytes)
    return replay(header(str_prop("ReplayName", f"game {number}")), Body(network=network))


def sha256(content: bytes) -> str:
    """The name of a game."""
    return hashlib.sha256(content).hexdigest()


def save(folder: Path, number: int) -> Path:
    """Writes a game as the player's game would."""
    path = folder / f"{number:04}.replay"
    path.write_bytes(game(number))
    return path
