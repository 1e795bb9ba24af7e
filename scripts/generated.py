"""Files that are written by code: `make check` compares them, `project.py generate` writes them.

A new one is one line in `GENERATED` and a function without arguments that returns its text.
"""

import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from scripts import ROOT
from scripts.corpus import find_corpus

_SHOWN_LINES = 40


@dataclass(frozen=True)
class Generated:
    """A file, and the `package.module:function` that returns what it should hold."""

    path: str
    function: str
    needs_corpus: bool = False

    def text(self) -> str:
        """What the file should hold now."""
        module, _, name = self.function.partition(":")
        make = cast("Callable[[], str]", getattr(import_module(module), name))
        return make()


GENERATED: tuple[Generated, ...] = (
    Generated(".env.example", "rlcoach.core.env_example:text"),
    Generated("docs/report.schema.json", "rlcoach.report.json_schema:text"),
    Generated("docs/stats.md", "rlcoach.analysis.stats_page:text"),
    Generated("docs/accuracy.md", "benchmarks.accuracy.page:page", needs_corpus=True),
)


def difference(entry: Generated, root: Path) -> str:
    """The lines in which the file differs from what it should hold; empty when equal."""
    path = root / entry.path
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = difflib.unified_diff(
        held.splitlines(), entry.text().splitlines(), entry.path, "generated anew", lineterm=""
    )
    return "\n".join(list(lines)[:_SHOWN_LINES])


def check(entries: Sequence[Generated], root: Path) -> int:
    """Print how the files differ from what they should hold; 1 when one does."""
    differences = [text for entry in entries if (text := difference(entry, root))]
    if differences:
        print("\n".join(differences))
        print("write them anew: python3 scripts/project.py generate")
    return 1 if differences else 0


def write(entries: Sequence[Generated], root: Path) -> int:
    """Write the files anew."""
    for entry in entries:
        path = root / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(entry.text(), encoding="utf-8", newline="\n")
        print(f"wrote {entry.path}")
    return 0


def main(arguments: list[str]) -> int:
    """Check or write what can be made here; some files need the replay corpus."""
    has_corpus = find_corpus() is not None
    entries = [entry for entry in GENERATED if has_corpus or not entry.needs_corpus]
    return check(entries, ROOT) if arguments == ["--check"] else write(entries, ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
