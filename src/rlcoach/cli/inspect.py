"""`rlcoach inspect`: what the header of one replay says. Loads no numpy, pydantic or rich."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict, dataclass
from typing import Any

from rlcoach.cli.settings import DECODERS, decoder_choice
from rlcoach.replay.container import body_fault
from rlcoach.replay.decode import decode_header
from rlcoach.replay.header import Header
from rlcoach.report.text import encodable_tree, terminal

_TEAMS = {0: "blue", 1: "orange"}
_WIDTHS = {"score": 6, "goals": 6, "assists": 8, "saves": 6, "shots": 6}


@dataclass(frozen=True)
class Summary:
    """The facts of a header that somebody looks for first; null where the header has none."""

    version: str
    build: str | None
    game_type: str
    name: str | None
    date: str | None
    map: str | None
    match_type: str | None
    team_size: int | None
    score: tuple[int, int]
    frames: int | None
    recorded_by: str | None
    players: list[dict[str, object]]
    goals: list[dict[str, object]]
    network_fault: str | None
    """Why what follows the header cannot be trusted: cut short, or a wrong checksum."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "Exit status: 0 both checksums of the file are right, 1 it is damaged, 2 the call is wrong."
    )
    parser.add_argument("file", metavar="FILE", help="a replay")
    parser.add_argument("--json", action="store_true", help="as JSON, with every property")
    parser.add_argument("--decoder", choices=DECODERS, help="default: $RLCOACH_DECODER, else auto")


def run(options: argparse.Namespace) -> int:
    """Prints the header; 1 where a checksum of the file is wrong."""
    # Neither pathlib nor, below, json: they take longer to load than a header takes to read.
    with open(options.file, "rb") as file:  # noqa: PTH123
        data = file.read()
    header = decode_header(data, decoder=decoder_choice(options.decoder, os.environ))
    summary = summarise(header, body_fault(data))
    if options.json:
        import json  # noqa: PLC0415 - see above

        document = asdict(summary) | {"properties": header.properties}
        print(json.dumps(encodable_tree(document), indent=2))
    else:
        print("\n".join(_lines(summary)))
    return 0 if summary.network_fault is None else 1


def summarise(header: Header, network_fault: str | None) -> Summary:
    """The summary of a header. Properties that equal their default are absent: scores of 0."""
    found = header.properties
    versions = (header.major_version, header.minor_version, header.net_version)
    match_type = found.get("MatchType")
    return Summary(
        version=".".join(str(number) for number in versions if number is not None),
        build=found.get("BuildVersion"),
        game_type=header.game_type,
        name=found.get("ReplayName"),
        date=_date(found.get("Date")),
        map=found.get("MapName"),
        match_type=match_type.get("value") if isinstance(match_type, dict) else match_type,
        team_size=found.get("TeamSize"),
        score=(found.get("Team0Score", 0), found.get("Team1Score", 0)),
        frames=found.get("NumFrames"),
        recorded_by=found.get("PlayerName"),
        players=[_player(entry) for entry in _entries(found, "PlayerStats")],
        goals=[_goal(entry) for entry in _entries(found, "Goals")],
        network_fault=network_fault,
    )


def _entries(properties: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = properties.get(name)
    if not isinstance(found, list):
        return []
    return [entry for entry in found if isinstance(entry, dict)]


def _player(entry: dict[str, Any]) -> dict[str, object]:
    numbers = ("Score", "Goals", "Assists", "Saves", "Shots")
    return {"name": entry.get("Name"), "team": entry.get("Team", 0)} | {
        name.lower(): entry.get(name, 0) for name in numbers
    }


def _goal(entry: dict[str, Any]) -> dict[str, object]:
    return {
        "frame": entry.get("frame"),
        "player": entry.get("PlayerName"),
        "team": entry.get("PlayerTeam", 0),
    }


def _date(text: object) -> str | None:
    """`2020-10-29 14-30-23` (since 2015; before: `2015-07-08:14-30`) as `2020-10-29 14:30`."""
    if not isinstance(text, str) or len(text) < 16:
        return text if isinstance(text, str) else None
    return f"{text[:10]} {text[11:16].replace('-', ':')}"


def _lines(summary: Summary) -> list[str]:
    facts = {
        "version": f"{summary.version} {summary.build or ''}".strip(),
        "game": summary.game_type,
        "name": summary.name,
        "date": summary.date,
        "map": summary.map,
        "match": _match(summary),
        "score": f"{summary.score[0]} - {summary.score[1]} (blue - orange)",
        "frames": summary.frames,
        "recorded by": summary.recorded_by,
        "checksums": summary.network_fault or "both right",
    }
    lines = [f"{name:12} {terminal(str(fact))}" for name, fact in facts.items() if fact is not None]
    if summary.players:
        lines += ["", f"{'player':24} {'team':6}  score  goals  assists  saves  shots"]
        lines += [_player_line(player) for player in summary.players]
    if summary.goals:
        lines += ["", f"{'goal by':24} {'team':6}  frame"]
        lines += [_goal_line(goal) for goal in summary.goals]
    return lines


def _match(summary: Summary) -> str | None:
    size = f"{summary.team_size} a side" if summary.team_size else None
    return ", ".join(part for part in (summary.match_type, size) if part) or None


def _player_line(player: dict[str, object]) -> str:
    numbers = (f"{player[name]!s:>{width}}" for name, width in _WIDTHS.items())
    return f"{_name(player['name'])} {_team(player['team'])} {' '.join(numbers)}"


def _goal_line(goal: dict[str, object]) -> str:
    return f"{_name(goal['player'])} {_team(goal['team'])} {goal['frame']!s:>6}"


def _name(name: object) -> str:
    return f"{terminal(str(name or '-')):24}"


def _team(team: object) -> str:
    name = _TEAMS.get(team) if isinstance(team, int) else None
    return f"{name or terminal(str(team)):6}"
