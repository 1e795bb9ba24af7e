"""What was measured, and whether it is what was promised."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

MIN_STORED_PER_SECOND = 3.0
"""On two cores."""
MAX_SECONDS_TO_STORED = 1.5
"""From sending a file to its stored report on an idle machine: of 95 files in 100, and of the very
first one after a start."""
MAX_SECOND_START_SECONDS = 5.0
MIN_FILES = 300
MIN_MATCH_SECONDS = 300.0
PLAYERS = 6
"""Promised is the speed of so many different matches of three against three, of so long."""


@dataclass(frozen=True)
class Single:
    """One file that was sent alone."""

    seconds: float
    """From sending it to its stored report."""
    answer_seconds: float
    """From sending it to the answer."""
    is_stored: bool


@dataclass(frozen=True)
class Latency:
    """Single files, one after the other, on an idle service; the first right after its start."""

    singles: Sequence[Single]

    @property
    def failed(self) -> int:
        """Files without a report."""
        return sum(not one.is_stored for one in self.singles)

    @property
    def first_seconds(self) -> float:
        """Of the first file after the start."""
        return self.singles[0].seconds

    @property
    def median_seconds(self) -> float:
        """Of half the files."""
        return statistics.median(one.seconds for one in self.singles)

    @property
    def p95_seconds(self) -> float:
        """Of 95 files in 100."""
        return p95([one.seconds for one in self.singles])

    @property
    def max_seconds(self) -> float:
        """Of the slowest file."""
        return max(one.seconds for one in self.singles)

    @property
    def p95_answer_seconds(self) -> float:
        """Until the answer, of 95 files in 100."""
        return p95([one.answer_seconds for one in self.singles])


@dataclass(frozen=True)
class Match:
    """A stored match, as the service tells of it."""

    replay_id: str
    players: int
    duration_seconds: float
    """Zero where no more than the header could be read."""


@dataclass(frozen=True)
class Throughput:
    """Many files at once."""

    files: int
    seconds: float
    """From the first that was sent to the last that was stored."""
    matches: Sequence[Match]
    """Of the files that were stored."""

    @property
    def failed(self) -> int:
        """Files without a report."""
        return self.files - len(self.matches)

    @property
    def distinct(self) -> int:
        """Different matches."""
        return len({match.replay_id for match in self.matches})

    @property
    def shortest_seconds(self) -> float:
        """Of the shortest match."""
        return min((match.duration_seconds for match in self.matches), default=0.0)

    @property
    def per_second(self) -> float:
        """Stored reports a second."""
        return len(self.matches) / self.seconds


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    second_start_seconds: float
    latency: Latency
    throughput: Throughput
    workers: int
    users: int
    build_profile: str | None
    machine: str
    commit: str | None
    load_average: float | None
    """Of the last minute, before the run."""


def missed(run: Run) -> list[str]:
    """What is not as promised, a line for each; nothing where all is well."""
    latency, throughput = run.latency, run.throughput
    other_sizes = sum(match.players != PLAYERS for match in throughput.matches)
    verdicts = {
        f"second start in {run.second_start_seconds:.1f} s, not within "
        f"{MAX_SECOND_START_SECONDS:g}": run.second_start_seconds <= MAX_SECOND_START_SECONDS,
        f"{latency.failed} single files have no report": latency.failed == 0,
        f"first file stored after {latency.first_seconds:.2f} s, not within "
        f"{MAX_SECONDS_TO_STORED:g}": latency.first_seconds <= MAX_SECONDS_TO_STORED,
        f"p95 of single files {latency.p95_seconds:.2f} s, not within "
        f"{MAX_SECONDS_TO_STORED:g}": latency.p95_seconds <= MAX_SECONDS_TO_STORED,
        f"{throughput.failed} of many files have no report": throughput.failed == 0,
        f"{throughput.per_second:.2f} stored reports/s, not "
        f"{MIN_STORED_PER_SECOND:g}": throughput.per_second >= MIN_STORED_PER_SECOND,
        f"{throughput.distinct} different matches, not {MIN_FILES}": (
            throughput.distinct >= MIN_FILES
        ),
        f"{other_sizes} matches have not {PLAYERS} players": other_sizes == 0,
        f"the shortest match takes {throughput.shortest_seconds:.0f} s, not "
        f"{MIN_MATCH_SECONDS:g}": throughput.shortest_seconds >= MIN_MATCH_SECONDS,
    }
    return [words for words, is_kept in verdicts.items() if not is_kept]


def p95(values: Sequence[float]) -> float:
    """The smallest value that 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
