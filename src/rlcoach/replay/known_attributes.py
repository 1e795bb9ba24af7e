"""Attributes seen so far: a new name in a file means a game patch worth looking at."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from rlcoach.replay.network import Network


@cache
def _known() -> frozenset[str]:
    text = resources.files("rlcoach.replay").joinpath("data/attributes.txt").read_text("utf-8")
    return frozenset(text.split())


def unknown_attributes(network: Network) -> list[str]:
    """Names of the attributes this file sent that no replay seen before had."""
    sent = (network.objects[index] for index in np.flatnonzero(network.attribute_updates))
    return sorted({name for name in sent if name not in _known()})
