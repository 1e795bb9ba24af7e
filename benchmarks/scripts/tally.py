"""How a kind of event does on its scripted files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import cast

from pydantic import JsonValue

from benchmarks.accuracy.compare import Verdict
from benchmarks.accuracy.labels import Label
from benchmarks.accuracy.score import Scored

LISTED_AROUND_SECONDS = 3.0
"""How far from the truth an event still helps to see what went wrong."""


@dataclass(frozen=True)
class Tally:
    """Counts, and what went wrong in words."""

    expected: int
    found: int
    """Of the expected, with the right player, kind and time."""
    false: int
    """Events nobody expected, in instances and near misses."""
    near_misses: int
    fired: int
    """Near misses in which something was found."""
    failures: tuple[str, ...] = field(default=(), compare=False)

    @property
    def recall(self) -> float:
        """Share of what happened that was found."""
        return self.found / max(self.expected, 1)

    @property
    def precision(self) -> float:
        """Share of what was found that happened."""
        return self.found / max(self.found + self.false, 1)

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        numbers = {name: value + getattr(other, name) for name, value in self.row().items()}
        return Tally(**numbers, failures=(*self.failures, *other.failures))

    def row(self) -> dict[str, int]:
        """As it is kept."""
        row = asdict(self)
        del row["failures"]
        return row


NOTHING = Tally(0, 0, 0, 0, 0)


def tally(scored: Iterable[Scored]) -> Tally:
    """Counts the verdicts on the labels of one kind of event."""
    total = NOTHING
    for one in scored:
        total = total.plus(_of(one))
    return total


def _of(scored: Scored) -> Tally:
    label, is_met = scored.label, scored.verdict is Verdict.MET
    failures = () if is_met else (_words(scored),)
    got = scored.got if isinstance(scored.got, list) else []
    if label.kind == "times":
        count = len(_values(label))
        return Tally(count, count if is_met else 0, 0, 0, 0, failures)
    if label.kind == "none_expected":
        return Tally(0, 0, len(got), 1, int(not is_met), failures)
    extra = max(len(got) - cast("int", label.value), 0)
    return Tally(0, 0, extra, 0, 0, failures)


def _values(label: Label) -> list[JsonValue]:
    return label.value if isinstance(label.value, list) else [label.value]


def _words(scored: Scored) -> str:
    label, got = scored.label, scored.got
    if label.kind == "times" and isinstance(got, list):
        wanted = [cast("float", value) for value in _values(label)]
        got = [
            at
            for at in got
            if any(abs(cast("float", at) - one) < LISTED_AROUND_SECONDS for one in wanted)
        ]
    what = "none" if label.kind == "none_expected" else label.value
    fields = "" if label.where is None else f" {label.where}"
    what = f"{label.fact} of {label.player}: {what}{fields}"
    return f"{label.replay} {what}: found {got} ({label.note})"
