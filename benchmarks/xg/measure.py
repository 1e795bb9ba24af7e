"""How good the model is on matches it was not fitted to, beside two simpler ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.xg.fit import (
    Regression,
    auc,
    bootstrap,
    brier,
    calibration_slope,
    fit,
    held_out,
    log_loss,
)
from benchmarks.xg.sample import Sample

Floats = NDArray[np.float64]

BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
TIMES = 1000
"""Draws of a bootstrap."""


@dataclass(frozen=True)
class Figures:
    """One model on matches held out."""

    name: str
    log_loss: float
    brier: float
    auc: float
    """0.5 for a model that says the same of all."""


@dataclass(frozen=True)
class Interval:
    """A number, and where 95 % of its bootstrap by match lie."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Bin:
    """Chances the model gave about the same probability."""

    low: float
    high: float
    chances: int
    expected: float
    scored: float


@dataclass(frozen=True)
class Group:
    """Sums over matches of one size."""

    players: int
    chances: int
    expected: float
    goals: int


@dataclass(frozen=True)
class Measured:
    """Everything the model card says."""

    sample: Sample
    model: Regression
    effects: tuple[Interval, ...]
    """Per term, the change of the log odds by one standard deviation of it."""
    figures: tuple[Figures, ...]
    """Constant rate, distance and angle, the model."""
    slope: Interval
    gains: tuple[Interval, Interval]
    """Log loss of each simpler model less that of the model."""
    bins: tuple[Bin, ...]
    groups: tuple[Group, ...]
    attacks: int
    attack_worth: float
    """Sum over attacks of what they were worth."""


def measure(sample: Sample) -> Measured:
    """Fits the model to all matches, and measures it on each by a fit to the others."""
    constant = np.zeros((len(sample.is_goal), 0))
    columns = {"constant rate": constant, "distance and angle": sample.place, "model": sample.terms}
    said = {name: held_out(terms, sample.is_goal, sample.match) for name, terms in columns.items()}
    goals, chance = sample.is_goal, said["model"]
    draws = bootstrap(sample.match, TIMES)
    slopes = [calibration_slope(chance[rows], goals[rows]) for rows in draws]
    missed = np.bincount(sample.attack, weights=np.log1p(-chance))
    return Measured(
        sample=sample,
        model=fit(sample.terms, goals),
        effects=tuple(_effects(sample, draws)),
        figures=tuple(
            # The rate of all other matches is lower for matches with many goals: no ranking.
            Figures(
                name,
                log_loss(one, goals),
                brier(one, goals),
                auc(one, goals) if columns[name].shape[1] else 0.5,
            )
            for name, one in said.items()
        ),
        slope=_interval(calibration_slope(chance, goals), slopes),
        gains=(
            _gain(said["constant rate"], chance, goals, draws),
            _gain(said["distance and angle"], chance, goals, draws),
        ),
        bins=tuple(_bins(chance, goals)),
        groups=tuple(_groups(sample, chance)),
        attacks=len(missed),
        attack_worth=float((1 - np.exp(missed)).sum()),
    )


def _effects(sample: Sample, draws: list[NDArray[np.int64]]) -> list[Interval]:
    spread = sample.terms.std(axis=0)
    drawn = np.array([fit(sample.terms[rows], sample.is_goal[rows]).weights for rows in draws])
    whole = fit(sample.terms, sample.is_goal).weights * spread
    return [
        _interval(value, (drawn[:, term] * spread[term]).tolist())
        for term, value in enumerate(whole.tolist())
    ]


def _gain(
    simpler: Floats, chance: Floats, goals: Floats, draws: list[NDArray[np.int64]]
) -> Interval:
    def gain(rows: NDArray[np.int64]) -> float:
        return log_loss(simpler[rows], goals[rows]) - log_loss(chance[rows], goals[rows])

    return _interval(gain(np.arange(len(goals))), [gain(rows) for rows in draws])


def _interval(value: float, drawn: list[float]) -> Interval:
    low, high = np.quantile(drawn, (0.025, 0.975)).tolist()
    return Interval(value, low, high)


def _bins(chance: Floats, goals: Floats) -> list[Bin]:
    result = []
    for low, high in pairwise(BINS):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            mean, rate = float(chance[inside].mean()), float(goals[inside].mean())
            result.append(Bin(low, high, int(inside.sum()), mean, rate))
    return result


def _groups(sample: Sample, chance: Floats) -> list[Group]:
    return [
        Group(
            size,
            int((mine := sample.players == size).sum()),
            float(chance[mine].sum()),
            int(sample.is_goal[mine].sum()),
        )
        for size in np.unique(sample.players).tolist()
    ]
