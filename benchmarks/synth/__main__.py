"""`python -m benchmarks.synth speed`: CPU time of simulated matches."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.synth.speed import Times, has_players, measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command."""
    options = _parser().parse_args(arguments)
    times = [
        measure(seed, team_size=options.team_size, match_seconds=options.seconds)
        for seed in range(options.seeds)
    ]
    console = Console()
    console.print(_table(times))
    console.print(f"played by {'simulated players' if has_players() else 'simple drivers'}")
    return 0


def _table(times: Sequence[Times]) -> Table:
    table = Table(title="CPU seconds per match")
    for name in ("seed", "recorded s", "frames", "thinking", "simulating", "writing", "total"):
        table.add_column(name, justify="right")
    for one in times:
        table.add_row(str(one.seed), f"{one.recorded_seconds:.0f}", str(one.frames), *_row(one))
    table.add_section()
    table.add_row(
        "median",
        f"{median(one.recorded_seconds for one in times):.0f}",
        f"{median(one.frames for one in times):.0f}",
        f"{median(one.thinking for one in times):.2f}",
        f"{median(one.simulating for one in times):.2f}",
        _text([one.writing for one in times]),
        f"{median(one.total for one in times):.2f}",
    )
    return table


def _row(times: Times) -> list[str]:
    return [
        f"{times.thinking:.2f}",
        f"{times.simulating:.2f}",
        _text([times.writing]),
        f"{times.total:.2f}",
    ]


def _text(seconds: Sequence[float | None]) -> str:
    known = [one for one in seconds if one is not None]
    return f"{median(known):.2f}" if known else "-"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synth", description=__doc__)
    parser.add_argument("what", choices=("speed",))
    parser.add_argument("--seeds", type=int, default=5, help="how many matches")
    parser.add_argument("--team-size", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=300, help="on the clock")
    return parser


if __name__ == "__main__":
    sys.exit(main())
