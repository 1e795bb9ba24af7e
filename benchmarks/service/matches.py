"""Distinct matches of three against three to upload, played once and kept in a folder."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from rich.progress import track

from rlcoach.synth.season.make import replay_of
from rlcoach.synth.season.plan import PlannedMatch, plan

_TEAM_SIZE = 3
_SEED = 20_260
_UNTIL = date(2026, 11, 20)


def planned(count: int) -> list[PlannedMatch]:
    """So many matches, of the full five minutes or more; the same each time."""
    games = count
    while True:
        found = [match for match in plan(games, seed=_SEED, until=_UNTIL) if _fits(match)]
        if len(found) >= count:
            return found[:count]
        games *= 2


def made(folder: Path, count: int, *, jobs: int) -> list[Path]:
    """Their files; those that are there already are not played again."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [(match, folder / f"{match.setting.guid}.replay") for match in planned(count)]
    missing = [(match, file) for match, file in files if not file.exists()]
    with ProcessPoolExecutor(jobs) as pool:
        written = pool.map(_write, *zip(*missing, strict=True)) if missing else iter(())
        for _ in track(written, "playing", total=len(missing), disable=not missing):
            pass
    return [file for _, file in files]


def _fits(match: PlannedMatch) -> bool:
    return match.setting.team_size == _TEAM_SIZE


def _write(match: PlannedMatch, file: Path) -> None:
    part = file.with_suffix(".part")
    part.write_bytes(replay_of(match))
    part.replace(file)
