"""Where the reports of a run go: the screen, a folder, or both."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console

from rlcoach.cli.files import write_bytes
from rlcoach.report.render.as_json import to_json
from rlcoach.report.render.as_markdown import to_markdown
from rlcoach.report.render.as_table import OverviewRow, match_summary, overview, totals
from rlcoach.report.schema import Report

Format = Literal["table", "json", "md"]

_MOST_SUMMARIES = 3
"""Up to this many files get a summary each; more get a line each."""
_WIDTH_WITHOUT_TERMINAL = 140


class Screen:
    """Standard output."""

    def __init__(self, form: Format, *, files: int, is_full: bool = False) -> None:
        """Decides how much one file may say; everything with `is_full`."""
        self._form = form
        self._is_full = is_full
        self._is_single = files == 1
        self._is_short = files > _MOST_SUMMARIES and not is_full
        self._rows: list[OverviewRow] = []
        width = None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
        self._console = Console(width=width, markup=False, highlight=False, emoji=False)

    def show(self, path: Path, report: Report) -> None:
        """Prints a report, or keeps its line for the end."""
        if self._form == "json":
            self._write(to_json(report, indent=2 if self._is_single else None) + b"\n")
        elif self._form == "md":
            self._write(to_markdown(report).encode())
        else:
            self._rows.append(OverviewRow.of(path.name, report))
            if not self._is_short:
                summary = match_summary(
                    report, file=path.name, width=self._console.width, is_full=self._is_full
                )
                self._console.print(summary)

    def finish(self) -> None:
        """Prints what only the end of a run can say."""
        if self._form != "table" or not self._rows:
            return
        if self._is_short:
            self._console.print(overview(self._rows, width=self._console.width))
        if len(self._rows) > 1:
            self._console.print(totals(self._rows))

    @staticmethod
    def _write(data: bytes) -> None:
        """Documents are UTF-8, whatever the terminal is."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


class Folder:
    """A folder of reports, `<name of the replay>.json`, and `.md` where that was asked for."""

    def __init__(self, folder: Path, form: Format, files: Sequence[Path]) -> None:
        """Creates the folder. Replays that share a name get the start of their SHA-256 as well."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._form = form
        names = Counter(path.stem.casefold() for path in files)
        self._shared = {name for name, count in names.items() if count > 1}
        self.written = 0

    def write(self, path: Path, report: Report) -> None:
        """Writes one report; a file of that name is replaced at once."""
        name = path.stem
        if name.casefold() in self._shared:
            name = f"{name}-{report.source.sha256[:8]}"
        write_bytes(self._folder / f"{name}.json", to_json(report) + b"\n")
        if self._form == "md":
            write_bytes(self._folder / f"{name}.md", to_markdown(report).encode())
        self.written += 1
