"""`python -m benchmarks.clips`: draws moments, collects verdicts on them."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clips.draw import Clip, draw
from benchmarks.clips.moments import POOLS, Moment, found, look_alikes
from benchmarks.clips.verdicts import VERDICTS, from_row, load, write
from rlcoach import EVENTS, analyze, read
from rlcoach.replay.errors import ReplayError

SEED = 20261124
PER_KIND = 4
"""Half of them found, half look-alikes."""

MIN_SECONDS = 60.0
"""Of a recording that moments are drawn from; shorter ones are clips made for one test."""


@dataclass(frozen=True)
class Drawn:
    """A moment in a file, before it is judged."""

    kind: str
    replay: str
    player: int
    time: float
    drawn_as: str
    word: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clips", description=__doc__)
    parser.add_argument("do", choices=("draw", "collect"))
    parser.add_argument("--replays", type=Path, help="folder of replays")
    parser.add_argument("--out", type=Path, help="folder of the drawings")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--per-kind", type=int, default=PER_KIND)
    parser.add_argument("--kinds", nargs="*", help="only these")
    parser.add_argument("--first", type=int, default=1, help="number of the first clip")
    options = parser.parse_args(arguments)
    if options.do == "draw":
        return _draw(options)
    return _collect(options.out)


def _draw(options: argparse.Namespace) -> int:
    kinds = options.kinds or [kind for kind in POOLS if kind in EVENTS]
    pools = _pools(options.replays, kinds)
    rng = random.Random(options.seed)
    chosen = [
        one
        for kind in kinds
        for drawn_as in ("found", "look_alike")
        for one in _spread(pools[kind, drawn_as], options.per_kind // 2, rng)
    ]
    rng.shuffle(chosen)
    options.out.mkdir(parents=True, exist_ok=True)
    questions, keys = [], []
    for number, one in enumerate(chosen, start=options.first):
        path = options.replays / one.replay
        clip = Clip(read(path), one.player, one.time)
        what = EVENTS[one.kind].label.lower() + (f", {one.word}" if one.word else "")
        draw(clip, f"clip {number:03d}: is this a {what}?", options.out / f"clip_{number:03d}.png")
        questions.append({"clip": number, "kind": one.kind, "word": one.word})
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        keys.append({"clip": number, "sha256": sha256, **vars(one)})
    _lines(options.out / "questions.jsonl", questions)
    _lines(options.out / "key.jsonl", keys)
    (options.out / "definitions.md").write_text(_definitions(kinds), encoding="utf-8")
    print(f"{len(chosen)} clips in {options.out}; judge them without reading key.jsonl")
    return 0


def _pools(folder: Path, kinds: Sequence[str]) -> dict[tuple[str, str], list[Drawn]]:
    pools: dict[tuple[str, str], list[Drawn]] = {
        (kind, sort): [] for kind in kinds for sort in ("found", "look_alike")
    }
    seen = set()
    for path in sorted(folder.rglob("*.replay")):
        try:
            report = analyze(path)
        except ReplayError:
            continue
        people = tuple(sorted(player.id for player in report.players))
        match = people, tuple((goal.player_name, goal.time) for goal in report.goals)
        if match in seen:
            continue
        # Players of one match each have a file of it.
        seen.add(match)
        is_clip = (report.match.end_time or 0) < MIN_SECONDS
        if report.match.mode != "soccar" or report.match.is_sample or is_clip:
            continue
        name = path.relative_to(folder).as_posix()
        for kind in kinds:
            for sort, moments in (
                ("found", found(report, kind)),
                ("look_alike", look_alikes(report, kind)),
            ):
                pools[kind, sort] += _of_file(name, kind, sort, moments)
    return pools


def _of_file(replay: str, kind: str, sort: str, moments: Sequence[Moment]) -> list[Drawn]:
    return [Drawn(kind, replay, one.player, one.start, sort, one.word) for one in moments]


def _spread(pool: Sequence[Drawn], count: int, rng: random.Random) -> list[Drawn]:
    """Some of the pool, from as many files as there are: one file has a hundred, another one."""
    files = sorted({one.replay for one in pool})
    rng.shuffle(files)
    chosen: list[Drawn] = []
    while len(chosen) < min(count, len(pool)):
        for file in files:
            free = [one for one in pool if one.replay == file and one not in chosen]
            if free and len(chosen) < count:
                chosen.append(rng.choice(free))
    return chosen


def _definitions(kinds: Sequence[str]) -> str:
    lines = []
    for kind in kinds:
        one = EVENTS[kind]
        lines.append(f"## {kind}: {one.label}\n\n{one.summary}\n")
        lines += [f"- {word}: {says}" for word, says in one.kinds.items()]
    return "\n".join(lines) + "\n"


def _collect(out: Path) -> int:
    """Adds the judges' words to the key: `verdicts*.jsonl` of clip, verdict and reason."""
    keys = {row["clip"]: row for row in _read(out / "key.jsonl")}
    known = load()
    said = [row for path in sorted(out.glob("verdicts*.jsonl")) for row in _read(path)]
    new = []
    for row in said:
        said_of = {"verdict": row["verdict"], "reason": row["reason"]}
        new.append(from_row({**keys[row["clip"]], **said_of}))
    write([*known, *new], VERDICTS)
    print(f"{len(new)} verdicts added to {len(known)}")
    return 0


def _lines(path: Path, rows: Sequence[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


if __name__ == "__main__":
    sys.exit(main())
