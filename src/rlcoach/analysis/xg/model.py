"""How likely a chance is to score: a logistic regression whose weights stand in a file.

`benchmarks.xg` fits the weights; what each is worth and how far to trust it is in `docs/xg.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TERMS: Mapping[str, str] = {
    "on_target": "1 where the ball goes into the mouth by itself",
    "inside": "if so, how far inside the frame it crosses the line, in ball diameters up to 1",
    "wide": "if not, how far outside the frame, in ball diameters up to 1",
    "near": "how near the goal is: minus the logarithm of the distance",
    "open_angle": "rad of the mouth that no opponent stands before",
    "margin": "if on target, s by which the best defender comes too late, from -2 to 1",
    "meeting": "if on target, s until a defender can meet the ball, 3 where none can",
    "flight": "if on target, s until the ball is at the line",
    "kick": "if on target, change of the ball's velocity, in 1,000 uu/s up to 3",
    "height": "of the ball, in 1,000 uu",
    "defenders": "if on target, opponents between ball and goal, up to 3",
    "pressure": "if on target, s until an opponent can touch the ball where it is, up to 1.5",
    "bounces": "if on target, off the floor on the way, up to 2",
    "air": "1 where the shooter flies",
}
"""What the model looks at, by name of its weight."""

_BALL_UU = 180.0
_DISTANCE_UU = 2000.0
_SHORTEST_UU = 200.0


@dataclass(frozen=True)
class Parameters:
    """What training found."""

    intercept: float
    weights: Mapping[str, float]
    """Per unit of each term."""
    sample: Mapping[str, int]
    """Matches, chances and goals it was found on."""


def design(features: Mapping[str, NDArray[Any]]) -> Floats:
    """[row, term] the terms of chances in the order of `TERMS`, from their features."""

    def column(name: str, low: float, high: float) -> Floats:
        values = features[name].astype(np.float64)
        # What is missing never happens: nobody comes, the ball never arrives.
        return np.clip(np.where(np.isnan(values), high, values), low, high)

    on_target = features["is_on_target"].astype(np.float64)
    # A ball that never gets to the line crosses it nowhere near.
    inside = np.where(
        np.isnan(features["inside"]), -1.0, column("inside", -_BALL_UU, _BALL_UU) / _BALL_UU
    )
    distance = column("distance", _SHORTEST_UU, np.inf)
    terms = {
        "on_target": on_target,
        "inside": np.maximum(inside, 0.0),
        "wide": np.maximum(-inside, 0.0),
        "near": -np.log(distance / _DISTANCE_UU),
        "open_angle": column("open_angle", 0.0, np.pi),
        "margin": on_target * column("defender_margin", -2.0, 1.0),
        "meeting": on_target * column("defender_seconds", 0.0, 3.0),
        "flight": on_target * column("seconds_to_line", 0.0, 4.0),
        "kick": on_target * column("kick", 0.0, 3000.0) / 1000,
        "height": column("height", 0.0, np.inf) / 1000,
        "defenders": on_target * column("defenders", 0.0, 3.0),
        "pressure": on_target * column("pressure", 0.0, 1.5),
        "bounces": on_target * column("bounces", 0.0, 2.0),
        "air": features["is_air"].astype(np.float64),
    }
    return np.stack([terms[name] for name in TERMS], axis=1)


def probability(features: Mapping[str, NDArray[Any]]) -> Floats:
    """[row] how likely chances with these features are to score, 0 to 1."""
    found = parameters()
    # A new term weighs nothing until it is trained: training reads chances through this too.
    weights = np.array([found.weights.get(name, 0.0) for name in TERMS])
    # Summed term by term: a matrix product would round by the number of rows.
    score = found.intercept + (design(features) * weights).sum(axis=1)
    chance: Floats = 1.0 / (1.0 + np.exp(-score))
    return chance


@cache
def parameters() -> Parameters:
    """The weights this version is shipped with."""
    text = resources.files("rlcoach.analysis.xg").joinpath("parameters.json").read_text("utf-8")
    return Parameters(**json.loads(text))
