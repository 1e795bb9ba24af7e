"""docs/security.md names tests: pytest finds and runs all of them, and each line has one."""

import re
import subprocess
import sys

import pytest

from scripts import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "He tries" not in line]
CHAPTERS = ("A hostile replay", "A hostile claimant", "A stolen token", "A hostile co-owner")
COLLECTED = re.compile(r"^(tests/[\w/]+\.py)::(?:\w+::)*(\w+)(?:\[.*)?$")


def test_every_chapter_has_lines() -> None:
    for chapter in CHAPTERS:
        text = PAGE.split(f"## {chapter}\n")[1].split("\n## ")[0]
        assert len([row for row in ROWS if row in text]) >= 5, chapter


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_line_names_tests(row: str) -> None:
    last_cell = row.rstrip("| ").rpartition("|")[2]
    assert NAMED.findall(last_cell)
    assert NAMED.sub("", last_cell).strip(" ,") == ""


@pytest.mark.timeout(120)
def test_every_test_named_is_one_that_runs_everywhere() -> None:
    """Not only a function of that name: pytest collects it, without the corpus or `make prove`."""
    named = set(NAMED.findall(PAGE))
    options = ["--collect-only", "--quiet", "-n", "0", "-m", "not prove and not corpus"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *sorted({path for path, _ in named})],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    found = {
        match.groups() for line in done.stdout.splitlines() if (match := COLLECTED.match(line))
    }
    assert sorted(named - found) == []
