"""Verdicts on moments, and how today's detectors do on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.clips.moments import found
from rlcoach.report.schema import Report

VERDICTS = Path(__file__).parents[2] / "tests" / "clips" / "verdicts.jsonl"

SLACK_SECONDS = 0.5
"""A detector answers for a moment when something it found comes this close."""

Word = Literal["yes", "no", "unsure"]


@dataclass(frozen=True)
class Verdict:
    """What somebody saw in a drawing."""

    clip: int
    kind: str
    replay: str
    """Path below the replay folder."""
    sha256: str
    player: int
    """Place in the report's players; ids of people are nobody's business here."""
    time: float
    """Network seconds of the moment."""
    drawn_as: Literal["found", "look_alike"]
    """What the detector of the day it was drawn said; never shown to who judged."""
    verdict: Word
    reason: str
    word: str | None = None
    """The mechanic's kind that was asked about; None for any."""


@dataclass(frozen=True)
class ClipTally:
    """Verdicts of one mechanic against what is found today; the unsure are left out."""

    right: int = 0
    """Found, and somebody saw it."""
    false: int = 0
    """Found, and somebody did not see it."""
    missed: int = 0
    passed: int = 0
    """Neither found nor seen."""

    def plus(self, *, is_seen: bool, is_found: bool) -> ClipTally:
        """With one more."""
        names = {(True, True): "right", (False, True): "false", (True, False): "missed"}
        name = names.get((is_seen, is_found), "passed")
        return ClipTally(**{**asdict(self), name: getattr(self, name) + 1})


def load(path: Path = VERDICTS) -> list[Verdict]:
    """All verdicts; none where there is no file."""
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [from_row(json.loads(line)) for line in lines if line]


def is_found(verdict: Verdict, report: Report) -> bool:
    """Whether today's detector fires at the moment."""
    return any(
        one.player == verdict.player
        and (verdict.word is None or one.word == verdict.word)
        and one.start - SLACK_SECONDS <= verdict.time <= one.end + SLACK_SECONDS
        for one in found(report, verdict.kind)
    )


@dataclass(frozen=True)
class ClipOutcome:
    """One verdict against what is found today."""

    kind: str
    is_seen: bool
    is_found: bool


def outcomes(replay: str, report: Report, verdicts: Sequence[Verdict]) -> list[ClipOutcome]:
    """Of the verdicts on a replay; the unsure are left out."""
    return [
        ClipOutcome(one.kind, one.verdict == "yes", is_found(one, report))
        for one in verdicts
        if one.replay == replay and one.verdict != "unsure"
    ]


def from_row(row: dict[str, Any]) -> Verdict:
    """A verdict from a line of the file.

    Raises:
        TypeError: the line lacks something, or holds more.
    """
    return Verdict(**row)


def write(verdicts: Iterable[Verdict], path: Path) -> None:
    """A line per verdict, by clip."""
    ordered = sorted(verdicts, key=lambda one: one.clip)
    text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in ordered)
    path.write_text(text, encoding="utf-8")
