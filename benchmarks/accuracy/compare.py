"""Does a value agree with a label? All kinds and all tolerances are decided here.

| kind | met when |
|---|---|
| `exact`, `approx` | the value equals the label's within its tolerance, element by element |
| `at_least` | the number is not smaller |
| `none_expected` | nothing was found: in the whole replay, in `window`, or at the times given |
| `times` | every time, or `[from, to]` window, has an event of its own |

A `times` label lists what must be found; what else was found is judged by the count labels and
by `none_expected`. Where an event list meets a number, the events are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from pydantic import JsonValue

from benchmarks.accuracy.labels import Label

DEFAULT_TIME_TOLERANCE_SECONDS = 1.0
DEFAULT_FRAME_TOLERANCE = 30
"""One second at the usual recording rate."""

FLOAT_NOISE = 1e-5
"""Relative; a float32 written as text and read again must not count as different."""

SECONDS_FACTS = frozenset({"dribble_time", "meta.duration", "meta.game_duration", "meta.present"})
"""Facts whose value is a duration or a time although their kind says `exact`."""


class Verdict(StrEnum):
    """What became of one label."""

    MET = "met"
    MISSED = "missed"
    """No value: fact not implemented, player not found, or the replay failed."""
    WRONG = "wrong"
    UNSUPPORTED = "unsupported"
    """Not scored by design."""


class Missing(StrEnum):
    """Why there is no value to compare."""

    NOT_IMPLEMENTED = "no value: not implemented"
    NO_PLAYER = "no value: player not found"
    FAILED = "no value: replay failed"
    NO_VALUE = "no value: absent from the report"
    NO_TIMES = "no value: the report has a total but no times"


@dataclass(frozen=True)
class Events:
    """Events of one kind: network seconds and 0-based network frames, in the same order."""

    times: tuple[float, ...]
    frames: tuple[int, ...]
    end_times: tuple[float, ...] | None = None
    """Where a moment anywhere in an event meets it; None where its beginning alone counts."""


Value = JsonValue | Events
Answer = Value | Missing

KINDS: Final = frozenset({"exact", "approx", "at_least", "none_expected", "times"})


def judge(label: Label, answer: Answer) -> tuple[Verdict, JsonValue]:
    """The verdict, and what was found as JSON (for the list of misses)."""
    if label.kind not in KINDS:
        return Verdict.UNSUPPORTED, f"kind {label.kind!r} is not known"
    if isinstance(answer, Missing):
        return Verdict.MISSED, answer.value
    if isinstance(answer, Events):
        return _judge_events(label, answer)
    return _judge_value(label, answer)


def _judge_events(label: Label, events: Events) -> tuple[Verdict, JsonValue]:
    found: list[float] = list(events.frames if label.unit == "frames" else events.times)
    if label.kind == "times" or isinstance(label.value, list):
        expected = _windows(label)
        if label.kind == "none_expected":
            hit = any(low <= at <= high for low, high in expected for at in found)
            return _verdict(not hit), list(found)
        ends = found if events.end_times is None else list(events.end_times)
        return _verdict(_each_has_its_own(expected, found, ends)), list(found)
    inside = [at for at in found if label.window is None or _within_window(at, label.window)]
    verdict, _ = _judge_number(label, len(inside))
    return verdict, list(inside)


def _judge_value(label: Label, found: JsonValue) -> tuple[Verdict, JsonValue]:
    if label.value is None:
        return _verdict(found is None), found
    if found is None:
        return Verdict.MISSED, Missing.NO_VALUE.value
    if label.window is not None or label.kind == "times":
        return Verdict.MISSED, Missing.NO_TIMES.value
    if label.kind in ("at_least", "none_expected"):
        return _judge_number(label, found)
    return _verdict(alike(label, label.value, found)), found


def _judge_number(label: Label, found: JsonValue) -> tuple[Verdict, JsonValue]:
    if not _is_number(found):
        return Verdict.WRONG, found
    if label.kind == "none_expected":
        return _verdict(found == 0), found
    if not _is_number(label.value):
        return Verdict.WRONG, found
    if label.kind == "at_least":
        return _verdict(_as_float(found) >= _as_float(label.value)), found
    return _verdict(alike(label, label.value, found)), found


def alike(label: Label, expected: JsonValue, found: JsonValue) -> bool:
    """Equality with the label's tolerance on every number inside lists and mappings.

    A mapping may hold more keys than the label names.
    """
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and alike(label, value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(alike(label, one, other) for one, other in zip(expected, found, strict=True))
        )
    if _is_number(expected) and _is_number(found):
        return _numbers_alike(label, _as_number(expected), _as_number(found))
    return type(expected) is type(found) and expected == found


def _numbers_alike(label: Label, expected: float, found: float) -> bool:
    allowed = allowance(label, expected)
    if not (isinstance(expected, int) and isinstance(found, int)):
        allowed = max(allowed, FLOAT_NOISE * max(1.0, abs(expected)))
    return abs(found - expected) <= allowed


def allowance(label: Label, expected: float) -> float:
    """How far a number may lie from `expected`, in the unit of the fact."""
    if isinstance(label.tolerance, dict):
        return label.tolerance["relative"] * abs(expected)
    if label.tolerance is not None:
        return label.tolerance
    if label.fact.startswith(("bc.", "bc_team.")):
        return ballchasing_allowance(label.fact, expected)
    if label.fact in SECONDS_FACTS:
        return DEFAULT_TIME_TOLERANCE_SECONDS
    return 0.0


def half_a_printed_digit(number: float) -> float:
    """What rounding to the digits a label prints can hide: 0.005 for 16.67, nothing for 3."""
    exponent = Decimal(repr(number)).as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return 0.5 * 10.0**-digits if digits and not number.is_integer() else 0.0


def ballchasing_allowance(fact: str, expected: float) -> float:
    """Core and demolition fields exact; the rest by the kind of quantity."""
    _, group, field = fact.split(".", 2)
    two_percent = 0.02 * abs(expected)
    if group in ("core", "demo"):
        return half_a_printed_digit(expected)
    if field.startswith("percent_") or field.endswith("_percentage"):
        return 1.0
    if field.startswith("count_") or field == "goals_against_while_last_defender":
        return max(1.0, two_percent)
    if field.startswith("time_") or field in ("possession_time", "avg_powerslide_duration"):
        return max(1.0, two_percent)
    if field.startswith("amount_") or field == "avg_amount":
        return max(2.0, two_percent)
    return two_percent


def _windows(label: Label) -> list[tuple[float, float]]:
    """The label's times as [from, to], widened by its tolerance."""
    if label.tolerance is None:
        is_frames = label.unit == "frames"
        margin = DEFAULT_FRAME_TOLERANCE if is_frames else DEFAULT_TIME_TOLERANCE_SECONDS
    elif isinstance(label.tolerance, dict):
        margin = 0.0
    else:
        margin = label.tolerance
    entries = label.value if isinstance(label.value, list) else [label.value]
    spans = [_span(entry) for entry in entries]
    return [(low - margin, high + margin) for low, high in spans]


def _span(entry: JsonValue) -> tuple[float, float]:
    if isinstance(entry, list):
        return _as_float(entry[0]), _as_float(entry[1])
    return _as_float(entry), _as_float(entry)


def _each_has_its_own(
    spans: Sequence[tuple[float, float]], starts: Sequence[float], ends: Sequence[float]
) -> bool:
    """Whether the spans can be given one event each, none twice, that they meet.

    Earliest end first, each taking the event that ends first: optimal for events of an instant.
    """
    free = sorted(zip(ends, starts, strict=True))
    for low, high in sorted(spans, key=lambda span: (span[1], span[0])):
        taken = next(((end, start) for end, start in free if start <= high and end >= low), None)
        if taken is None:
            return False
        free.remove(taken)
    return True


def _within_window(at: float, window: tuple[float, float]) -> bool:
    return window[0] <= at <= window[1]


def _verdict(is_met: bool) -> Verdict:
    return Verdict.MET if is_met else Verdict.WRONG


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_number(value: JsonValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"not a number: {value!r}")
    return value


def _as_float(value: JsonValue) -> float:
    return float(_as_number(value))
