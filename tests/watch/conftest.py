"""What tests of the watcher share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watch.upload_server import UploadServer, running


@pytest.fixture
def server() -> Iterator[UploadServer]:
    """A server that behaves until it is told otherwise."""
    with running(UploadServer()) as started:
        yield started


@pytest.fixture
def demos(tmp_path: Path) -> Path:
    """The game's replay folder."""
    folder = tmp_path / "Demos"
    folder.mkdir()
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Where the watcher's state is to be."""
    return tmp_path / "state" / "watch.sqlite3"
