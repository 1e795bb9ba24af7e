"""What all tests share: the replay corpus."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


def _find_corpus() -> Path | None:
    folder = Path(os.environ.get("RLCOACH_REPLAY_CORPUS") or _ROOT.parent / "shared")
    return folder if (folder / "replays").is_dir() else None


CORPUS = _find_corpus()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder that holds `replays/` and `truth/`; a test that uses it is marked `corpus`."""
    if CORPUS is None:
        raise RuntimeError("replay corpus not found")
    return CORPUS


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out tests of the corpus where there is none."""
    if CORPUS is None and item.get_closest_marker("corpus"):
        raise pytest.skip.Exception("replay corpus not found: set RLCOACH_REPLAY_CORPUS")
