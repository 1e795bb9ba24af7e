"""Adds the scores of all replays up: counts per fact, per header field, and the JSON form."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from benchmarks.accuracy.compare import Verdict
from benchmarks.accuracy.labels import LEFT_OUT_TRUSTS, Label
from benchmarks.accuracy.score import HeaderCheck, ReplayScore, Scored, is_implemented

Z_95 = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass
class Tally:
    """Verdicts on the labels of one fact."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    by_trust: defaultdict[str, Counter[Verdict]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def add(self, scored: Scored) -> None:
        """Counts one label."""
        self.verdicts[scored.verdict] += 1
        self.by_trust[scored.label.trust][scored.verdict] += 1

    @property
    def scorable(self) -> int:
        """Labels that can be met at all."""
        return self.verdicts.total() - self.verdicts[Verdict.UNSUPPORTED]

    @property
    def met(self) -> int:
        """Labels met."""
        return self.verdicts[Verdict.MET]

    @property
    def share(self) -> float | None:
        """Met of the scorable, 0 to 1; None without any."""
        return self.met / self.scorable if self.scorable else None


@dataclass(frozen=True)
class Results:
    """The outcome of a whole run. All lists are sorted, so equal results print alike."""

    facts: dict[str, Tally]
    replays: list[ReplayScore]
    left_out: dict[str, int]
    misses: list[Scored]
    headers: list[HeaderCheck]

    @property
    def unimplemented(self) -> list[str]:
        """Facts that labels ask for and no function reads."""
        return [
            fact
            for fact, tally in self.facts.items()
            if not is_implemented(fact) and tally.scorable
        ]

    def header_table(self, *, with_issues: bool) -> dict[str, dict[str, int]]:
        """Field to how many values were checked and how many were equal."""
        table: dict[str, dict[str, int]] = {}
        for check in self.headers:
            if check.has_issues is with_issues:
                row = table.setdefault(check.field, {"checked": 0, "equal": 0})
                row["checked"] += 1
                row["equal"] += check.is_equal
        return table


def summarise(labels: Sequence[Label], scores: Iterable[ReplayScore]) -> Results:
    """Adds up. `labels` are all labels of the run, those left out for their trust included."""
    replays = sorted(scores, key=lambda score: score.replay)
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    misses = []
    for replay in replays:
        for scored in replay.labels:
            tallies[scored.label.fact].add(scored)
            if scored.verdict in (Verdict.MISSED, Verdict.WRONG):
                misses.append(scored)
    left_out = Counter(label.trust for label in labels if label.trust in LEFT_OUT_TRUSTS)
    return Results(
        facts=dict(sorted(tallies.items())),
        replays=replays,
        left_out=dict(sorted(left_out.items())),
        misses=sorted(misses, key=_miss_order),
        headers=[check for replay in replays for check in replay.headers],
    )


def _miss_order(scored: Scored) -> tuple[str, str, str, str]:
    label = scored.label
    return label.fact, label.replay, label.player or "", repr(label.value)


def wilson(met: int, total: int) -> tuple[float, float] | None:
    """95 % interval of a share after `met` of `total`, or None without any.

    Unlike the normal approximation it stays inside 0 to 1 and has a width at 0 and at 100 %.
    """
    if total == 0:
        return None
    share, square = met / total, Z_95 * Z_95
    centre = (share + square / (2 * total)) / (1 + square / total)
    spread = math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    half = Z_95 * spread / (1 + square / total)
    return max(0.0, centre - half), min(1.0, centre + half)


def as_json(results: Results) -> dict[str, JsonValue]:
    """The machine-readable form of the results."""
    unimplemented: list[JsonValue] = list(results.unimplemented)
    return {
        "facts": {fact: _tally_json(tally) for fact, tally in results.facts.items()},
        "headers": _table_json(results.header_table(with_issues=False)),
        "headers_with_issues": _table_json(results.header_table(with_issues=True)),
        "replays": {
            replay.replay: {
                "ok": replay.is_ok,
                "error": replay.error,
                "degraded": replay.degraded,
            }
            for replay in results.replays
        },
        "left_out": dict(results.left_out),
        "misses": [_miss_json(scored) for scored in results.misses],
        "header_misses": [_check_json(c) for c in results.headers if not c.is_equal],
        "unimplemented": unimplemented,
    }


def _tally_json(tally: Tally) -> dict[str, JsonValue]:
    return {
        "labels": tally.verdicts.total(),
        **_verdicts_json(tally.verdicts),
        "by_trust": {
            trust: {"labels": verdicts.total(), **_verdicts_json(verdicts)}
            for trust, verdicts in sorted(tally.by_trust.items())
        },
    }


def _verdicts_json(verdicts: Counter[Verdict]) -> dict[str, JsonValue]:
    return {verdict.value: verdicts[verdict] for verdict in Verdict}


def _table_json(table: dict[str, dict[str, int]]) -> dict[str, JsonValue]:
    return {name: dict(row) for name, row in table.items()}


def _miss_json(scored: Scored) -> dict[str, JsonValue]:
    label = scored.label
    return {
        "replay": label.replay,
        "fact": label.fact,
        "player": label.player,
        "expected": label.value,
        "got": scored.got,
    }


def _check_json(check: HeaderCheck) -> dict[str, JsonValue]:
    return {
        "replay": check.replay,
        "fact": check.field,
        "player": check.player,
        "expected": check.expected,
        "got": check.got,
        "header_has_issues": check.has_issues,
    }
