"""The model card, `docs/xg.md`, and the file of parameters."""

from __future__ import annotations

import json
from collections.abc import Iterable

from benchmarks.xg.fit import PENALTY
from benchmarks.xg.measure import TIMES, Interval, Measured
from rlcoach.analysis.xg.model import TERMS

_DIGITS = 4

_HEAD = """# Expected goals

Written by `python benchmarks/xg_train.py FOLDER… --write`, which also trains the model. The command
reads a folder of replays, keeps each whole match of soccar among people once (no bots, no training,
no offline matches, none shorter than a minute, no other modes or rules) and fits the weights in
`src/rlcoach/analysis/xg/parameters.json`.

## What is estimated

A **chance** is a touch after which the ball, left alone, crosses the opponents' line within 4 s,
inside the mouth or at most 200 uu beside or above it. Of all goals that were no own goals and fell
within 4 s of the scoring team's last touch, all but one in 242 came from such a touch; none of 70
touches nearer than 1,300 uu that went elsewhere scored, and none of 159 balls 200 to 400 uu wide.
A touch towards the own goal is none.

`xg` is the probability that **this touch scores**: that the ball goes in within 4 s, after no
further touch of the own team and no touch with which the opponents took the ball (a failed save
may lie between, an own goal does not count). A goal is thus credited to one touch. Crediting it to
every touch of the attack was tried: attacks then summed to 294 goals where 242 had fallen.

Chances of one team in one attack (within 4 s of each other, at most one touch of the opponents and
none of their chances between) are worth 1 - (1 - p1)(1 - p2)… together. `credit` divides that among
them in proportion to `xg`. Statistics of players and teams add up credits, so an attack is counted
once, and players add up to their team.
"""

_FEATURES = """## What it looks at

All of it is known at the moment of the touch; of what comes after, only the ball's velocity right
after the touch is used. Everything is seen by the attacking team, so that a mirrored position has
exactly the same value. A defender's seconds come from `rlcoach.analysis.reach`: turning, driving
with the boost he has, jumping, climbing. *Effect* is the change of the log odds by one standard
deviation, with the interval of its bootstrap by match: it says how much a term moves the estimates.
"""

_LIMITS = """## Limits

- The sample is far too small for a model per rank, mode, map or mechanic. Ranks are mixed, from
  beginners to professionals of 2015 to 2026, and one sum is right for all of them only on average:
  a good team scores more than its xG and a weak one less. That is what `xg.goals_minus_xg` shows.
- A term whose interval holds 0 is not told from nothing by this sample. Such terms are kept where
  their sign is what the game says it must be; a model without height, defenders, pressure, `air`
  and `wide` was within 0.002 of log loss.
- Tried and left out: the ball's speed, which adds nothing once the seconds to the line are known; a
  term for kickoffs, which gained 0.002 of log loss; separate weights for margins above and below 0.
- About one credited shot in ten came off the ceiling, a curved wall or the frame, whose bounces are
  not followed, or took longer than 4 s. It is taken for a ball that goes wide, which is too low.
  The model is not trained on these: that the game credited a shot says how it ended.
- Soft touches of a dribble towards the goal are chances of their own; most are followed by another
  touch and score little, which the term `kick` tells.
- Sums over attacks are a little low (above): chances of one attack are exclusive rather than
  independent, and the formula takes them as independent.
"""


def page(measured: Measured) -> str:
    """The model card."""
    return "\n".join(
        (_HEAD, _sample(measured), _FEATURES, _weights(measured), _quality(measured), _LIMITS)
    )


def parameters(measured: Measured) -> str:
    """The file the model is read from."""
    sample = measured.sample
    content = {
        "intercept": round(measured.model.intercept, _DIGITS),
        "weights": {
            name: round(weight, _DIGITS)
            for name, weight in zip(TERMS, measured.model.weights.tolist(), strict=True)
        },
        "sample": {
            "matches": sample.matches,
            "chances": len(sample.is_goal),
            "goals": int(sample.is_goal.sum()),
        },
    }
    return json.dumps(content, indent=2) + "\n"


def _sample(measured: Measured) -> str:
    sample = measured.sample
    rows = (
        (f"{one.players}v{one.players}", one.chances, one.goals, f"{one.expected:.1f}")
        for one in measured.groups
    )
    return (
        "## The sample\n\n"
        f"{sample.matches} matches, {len(sample.is_goal):,} chances, "
        f"{int(sample.is_goal.sum())} of which scored; {sample.goals} goals fell in all. The rest\n"
        "were own goals, later than 4 s after the last touch, or off a wall. Expected goals are\n"
        "of models that had not seen the match.\n\n"
        + _table(("larger team", "chances", "scored", "expected"), rows)
    )


def _weights(measured: Measured) -> str:
    rows = (
        (name, about, f"{weight:+.2f}", _words(effect))
        for (name, about), weight, effect in zip(
            TERMS.items(), measured.model.weights.tolist(), measured.effects, strict=True
        )
    )
    return _table(("term", "what it is", "weight per unit", "effect"), rows)


def _quality(measured: Measured) -> str:
    figures = (
        (one.name, f"{one.log_loss:.3f}", f"{one.brier:.3f}", f"{one.auc:.2f}")
        for one in measured.figures
    )
    bins = (
        (f"{one.low:.2f}-{one.high:.2f}", one.chances, f"{one.expected:.3f}", f"{one.scored:.3f}")
        for one in measured.bins
    )
    constant, place = measured.gains
    attacks = (
        f"{measured.attacks} attacks are worth {measured.attack_worth:.1f} goals together; "
        f"{int(measured.sample.is_goal.sum())} scored."
    )
    return (
        "## How good it is\n\n"
        "Each match is estimated by a model fitted to all others. Intervals are 95 % of\n"
        f"{TIMES:,} bootstraps by match. The penalty on squared weights is {PENALTY:g}.\n\n"
        + _table(("model", "log loss", "Brier score", "AUC"), figures)
        + f"\nLog loss gained on the constant rate: {_words(constant)}; on distance and angle:\n"
        f"{_words(place)}.\n\nCalibration slope: {_words(measured.slope)}; 1 is right, below 1 too "
        "bold, above too timid.\n\n"
        "![Estimates against shares scored](xg-calibration.svg)\n\n"
        + _table(("estimate", "chances", "mean estimate", "share scored"), bins)
        + f"\n{attacks}\n"
    )


def _words(interval: Interval) -> str:
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)
