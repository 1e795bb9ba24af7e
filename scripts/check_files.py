"""Checks what no linter checks: file lengths, unfinished marks, machine paths, unsafe Rust."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts import ROOT
from scripts.tracked import tracked_files

MAX_LINES = 400
MAX_TEST_LINES = 600
MAX_BYTES = 1_000_000
_CODE = {".py", ".pyi", ".rs", ".ts", ".tsx"}
_CHECKED_TEXT = _CODE | {".md", ".toml", ".json", ".yml", ".yaml", ".sh", ".txt", ".svg", ""}
_LOCK_FILES = {"uv.lock", "Cargo.lock"}
# The brackets keep this file from finding itself.
_UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b")
_MACHINE_PATH = re.compile(r"(?:^|[^\w.<])/(?:home|Users|root|work|farm)/[A-Za-z.]")
_FORBID_UNSAFE = "#![forbid(unsafe_code)]"


def is_test(path: Path) -> bool:
    """Whether a file, named from the root of the repository, belongs to tests."""
    return "tests" in path.parts


def problems_in(path: Path, text: str) -> Iterator[str]:
    """What is wrong with one file; `path` is relative to the root of the repository."""
    limit = MAX_TEST_LINES if is_test(path) else MAX_LINES
    lines = text.splitlines()
    if path.suffix in _CODE and len(lines) > limit:
        yield f"{path}: {len(lines)} lines, at most {limit}: split it by meaning"
    if path.name == "lib.rs" and _FORBID_UNSAFE not in text:
        yield f"{path}: {_FORBID_UNSAFE} is missing"
    for number, line in enumerate(lines, start=1):
        if mark := _UNFINISHED.search(line):
            yield f"{path}:{number}: unfinished mark {mark.group()}"
        if _MACHINE_PATH.search(line):
            yield f"{path}:{number}: a path of one machine"


def main() -> int:
    """Print every problem; 1 when there is one."""
    found: list[str] = []
    for file in tracked_files():
        path = file.relative_to(ROOT)
        if path.name not in _LOCK_FILES and file.stat().st_size > MAX_BYTES:
            found.append(f"{path}: larger than {MAX_BYTES} bytes")
        elif path.suffix in _CHECKED_TEXT and path.name not in _LOCK_FILES:
            found += problems_in(path, file.read_text(encoding="utf-8", errors="replace"))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
