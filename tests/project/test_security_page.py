"""docs/security.md names tests: all of them are there, and each line has one."""

import ast
import re

import pytest

from scripts import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "He tries" not in line]
CHAPTERS = ("A hostile replay", "A hostile claimant", "A stolen token", "A hostile co-owner")


def test_every_chapter_has_lines() -> None:
    for chapter in CHAPTERS:
        text = PAGE.split(f"## {chapter}\n")[1].split("\n## ")[0]
        assert len([row for row in ROWS if row in text]) >= 5, chapter


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_line_names_tests_that_are_there(row: str) -> None:
    last_cell = row.rstrip("| ").rpartition("|")[2]
    named = NAMED.findall(last_cell)
    assert named
    assert NAMED.sub("", last_cell).strip(" ,") == ""
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert name in functions, f"{path} has no {name}"
