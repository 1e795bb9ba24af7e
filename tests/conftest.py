"""What all tests share: the replay corpus, and the rule that CI skips nothing else."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from scripts.corpus import NOT_FOUND, find_corpus

# Several test processes share few cores: a slow example is no failure, the time limit stands.
hypothesis.settings.register_profile("rlcoach", deadline=None, print_blob=True)
hypothesis.settings.load_profile("rlcoach")

# Those of the service load much more: `conftest.py` of their folders imports them.
pytest_plugins = [
    "tests.fixtures.asynchronous",
    "tests.fixtures.buckets",
    "tests.fixtures.logs",
    "tests.fixtures.servers",
    "tests.fixtures.database",  # imports the one before it
]

CORPUS = find_corpus()
_unexpected_skips: list[str] = []


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder that holds `replays/` and `truth/`; a test that uses it is marked `corpus`."""
    if CORPUS is None:
        raise RuntimeError(f"{NOT_FOUND}; mark the test with pytest.mark.corpus")
    return CORPUS


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out tests of the corpus where there is none."""
    if CORPUS is None and item.get_closest_marker("corpus"):
        raise pytest.skip.Exception(NOT_FOUND)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember a skipped test."""
    _remember_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remember a skipped module."""
    _remember_skip(report)


def _remember_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    is_skip = report.skipped and isinstance(report.longrepr, tuple)  # else an expected failure
    if is_skip and NOT_FOUND not in str(report.longrepr):
        _unexpected_skips.append(report.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """In CI, fail when a test was skipped for another reason than the missing corpus."""
    if os.environ.get("CI") and _unexpected_skips and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that CI does not allow to be skipped, and whom none could be run as."""
    if any(
        report.nodeid.startswith("tests/host/test_product.py")
        for report in terminalreporter.getreports("passed")
    ):
        from tests.host.product_process import untested_account  # noqa: PLC0415  few need it

        if untested := untested_account():
            terminalreporter.write_line(f"rlcoach up has not been tested as {untested}")
    if os.environ.get("CI") and _unexpected_skips:
        terminalreporter.section("skipped, which CI does not allow", red=True)
        terminalreporter.write_line("\n".join(sorted(_unexpected_skips)))
