"""Labels and headers against one replay's report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from benchmarks.accuracy import file_facts
from benchmarks.accuracy.compare import Answer, Missing, Verdict, judge
from benchmarks.accuracy.event_facts import events, is_event
from benchmarks.accuracy.facts import FACTS
from benchmarks.accuracy.file_facts import Outcome
from benchmarks.accuracy.labels import Header, Label
from benchmarks.accuracy.observed import Observed
from benchmarks.accuracy.players import find_player
from benchmarks.accuracy.subject import Subject
from benchmarks.clips.verdicts import ClipOutcome
from rlcoach.replay.network import Network
from rlcoach.report.schema import Player, Report

PLAYER_HEADER_FIELDS = ("score", "goals", "assists", "saves", "shots")

MATCH_HEADER_FIELDS = {
    "network_frames": "frames",
    "map": "map",
    "playlist_id": "playlist_id",
    "match_type_class": "match_type_class",
    "match_guid": "match_guid",
}
"""Field of a header entry to field of the report's match; compared where the entry has a value."""

CASELESS_FIELDS = frozenset({"map", "match_guid"})


@dataclass(frozen=True)
class Scored:
    """One label and what became of it."""

    label: Label
    verdict: Verdict
    got: JsonValue


@dataclass(frozen=True)
class HeaderCheck:
    """One value of a header entry and the report's."""

    replay: str
    field: str
    player: str | None
    expected: JsonValue
    got: JsonValue
    is_equal: bool
    has_issues: bool
    """The header contradicts itself, so it is reported apart."""


@dataclass(frozen=True)
class ReplayScore:
    """Everything scored about one replay."""

    replay: str
    is_ok: bool
    error: str | None
    degraded: str | None
    labels: list[Scored] = field(default_factory=list)
    headers: list[HeaderCheck] = field(default_factory=list)
    clips: list[ClipOutcome] = field(default_factory=list)
    observed: Observed | None = None


def is_implemented(fact: str) -> bool:
    """Whether there is a function that reads this fact."""
    return is_event(fact) or fact in FACTS or fact in file_facts.FILE_FACTS


def score_label(
    label: Label,
    outcome: Outcome,
    *,
    network: Network | None = None,
    mutation: Outcome | None = None,
) -> Scored:
    """Judges one label.

    Args:
        label: What must be so.
        outcome: How the analysis of its replay ended.
        network: The decoder's columns, needed for `NETWORK_FACTS` alone.
        mutation: How the analysis of the changed bytes ended, for a mutation label.
    """
    if label.fact in file_facts.UNSUPPORTED:
        return Scored(label, Verdict.UNSUPPORTED, file_facts.UNSUPPORTED[label.fact])
    verdict, got = judge(label, _answer(label, outcome, network, mutation))
    return Scored(label, verdict, got)


def _answer(
    label: Label, outcome: Outcome, network: Network | None, mutation: Outcome | None
) -> Answer:
    fact = label.fact
    if fact in file_facts.OUTCOME_FACTS:
        return file_facts.OUTCOME_FACTS[fact](outcome)
    if fact == file_facts.MUTATION_FACT:
        return _after_mutation(label, mutation)
    if not is_implemented(fact):
        return Missing.NOT_IMPLEMENTED
    if (is_event(fact) or fact in FACTS) and outcome.report is not None:
        return _from_report(label, outcome.report)
    if fact in file_facts.NETWORK_FACTS and network is not None:
        return file_facts.NETWORK_FACTS[fact](network)
    return Missing.FAILED


def _after_mutation(label: Label, mutation: Outcome | None) -> Answer:
    if mutation is None:
        return Missing.FAILED
    if file_facts.was_rejected(mutation):
        return label.value
    return mutation.error or "the changed file was read"


def _from_report(label: Label, report: Report) -> Answer:
    player = None
    if label.player is not None:
        player = find_player(report, label.player, online_id=label.online_id, team=label.team)
        if player is None:
            return Missing.NO_PLAYER
    extract = events if is_event(label.fact) else FACTS[label.fact]
    return extract(Subject(report=report, label=label, player=player))


def check_header(replay: str, header: Header, report: Report | None) -> list[HeaderCheck]:
    """Compares what the header of a replay says with the report; nothing for unreadable ones."""
    if not header.get("ok"):
        return []
    has_issues = bool(header.get("issues"))
    checks = []

    def add(name: str, expected: JsonValue, got: JsonValue, player: str | None = None) -> None:
        is_equal = expected == got
        if name in CASELESS_FIELDS and isinstance(expected, str) and isinstance(got, str):
            is_equal = expected.casefold() == got.casefold()
        checks.append(HeaderCheck(replay, name, player, expected, got, is_equal, has_issues))

    for side in (0, 1):
        add(f"team{side}_score", header.get(f"team{side}_score"), _team_score(report, side))
    for key, name in MATCH_HEADER_FIELDS.items():
        if header.get(key) is not None:
            add(name, header[key], None if report is None else getattr(report.match, name))
    for entry in _header_players(header):
        player = None if report is None else _header_player(report, entry)
        for name in PLAYER_HEADER_FIELDS:
            got = None if player is None else getattr(player, name)
            add(name, entry.get(name), got, str(entry.get("name")))
    return checks


def _team_score(report: Report | None, side: int) -> int | None:
    teams = [] if report is None else [team for team in report.teams if team.team == side]
    return teams[0].score if teams else None


def _header_players(header: Header) -> Sequence[Mapping[str, JsonValue]]:
    players = header.get("players")
    if not isinstance(players, list):
        return []
    # Spectators stand in the header's list with team -1; they play no part in a report's players.
    return [entry for entry in players if isinstance(entry, dict) and entry.get("team") != -1]


def _header_player(report: Report, entry: Mapping[str, JsonValue]) -> Player | None:
    word = str(entry.get("platform") or "").removeprefix("OnlinePlatform_").casefold()
    side: Literal[0, 1] | None = None
    if entry.get("team") in (0, 1):
        side = 1 if entry["team"] == 1 else 0
    return find_player(
        report,
        str(entry.get("name")),
        online_id=(None if word in ("", "unknown") else word, str(entry.get("onlineid") or "")),
        team=side,
    )
