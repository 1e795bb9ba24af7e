"""`.env.example` leaves no variable out."""

import re

from scripts import ROOT
from scripts.tracked import tracked_files

_VARIABLE = re.compile(r"\bRLCOACH_[A-Z0-9_]*[A-Z0-9]\b")
_PROGRAM = ("src/", "scripts/", "tests/", "benchmarks/", "docs/", "packaging/")


def test_every_variable_of_ours_is_there() -> None:
    named = {
        name
        for path in tracked_files()
        if str(path.relative_to(ROOT)).startswith(_PROGRAM)
        and path.suffix in {".py", ".md", ".service"}
        for name in _VARIABLE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    told = set(_VARIABLE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    assert named - told == set()
