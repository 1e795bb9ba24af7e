"""Dice of a file: thrown from the match's own id, so that the same match gives the same bytes."""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def number_from(text: str, use: str) -> int:
    """A 64-bit number that `text` stands for, another one for each use."""
    return int.from_bytes(sha256(f"{use}:{text}".encode()).digest()[:8], "little")


def hex_from(text: str, use: str) -> str:
    """32 upper-case hex digits, another 32 for each use."""
    return sha256(f"{use}:{text}".encode()).hexdigest()[:32].upper()


def dice(text: str, use: str) -> np.random.Generator:
    """A generator for one use."""
    return np.random.default_rng(number_from(text, use))
