"""The replays of the corpus, as parameters of tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from tests import conftest

LARGE_BYTES = 400_000
"""From here on the pure-Python decoder needs up to a second; such files are left to `prove`."""


def parameters(*, larger: Iterable[pytest.MarkDecorator] = ()) -> list[ParameterSet]:
    """One parameter per file, marked `corpus`; large files carry the marks `larger` too.

    Without a corpus there is one parameter, which conftest skips.
    """
    folder = conftest.CORPUS / "replays" if conftest.CORPUS else Path()
    paths = sorted(folder.rglob("*.replay")) if conftest.CORPUS else []
    marks = list(larger)
    found = [
        pytest.param(
            path,
            id=path.relative_to(folder).as_posix(),
            marks=[
                pytest.mark.corpus,
                *(marks if path.stat().st_size >= LARGE_BYTES else ()),
            ],
        )
        for path in paths
    ]
    return found or [pytest.param(Path(), id="no-corpus", marks=pytest.mark.corpus)]
