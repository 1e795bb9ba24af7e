"""What a newcomer does: one command with a folder of replays, and the same once more."""

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from rlcoach.host.data_dir import DATA_DIR_VARIABLE
from tests.builders.match_files import match_file
from tests.fixtures.processes import wait_until
from tests.fixtures.running import short_lived_data_dir
from tests.stories.product import START_SECONDS

pytestmark = pytest.mark.timeout(300)
SECOND_START_SECONDS = 5.0


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """Variables of a machine on which nothing was ever started."""
    found = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    with short_lived_data_dir() as data_dir:
        yield {**found, DATA_DIR_VARIABLE: str(data_dir.path), "RLCOACH_WORKERS": "1"}


@contextmanager
def started(environment: Mapping[str, str], *arguments: str, until: str) -> Iterator[str]:
    """`rlcoach up`, and what it has said when it says a certain thing; stopped in good order."""
    log = Path(environment[DATA_DIR_VARIABLE]) / "product.log"
    with log.open("wb") as output:
        product = subprocess.Popen(
            (sys.executable, "-m", "rlcoach", "up", *arguments),
            env=environment,
            cwd=log.parent,  # Where no settings of the one who tests are.
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: until in log.read_text() or product.poll() is not None, START_SECONDS)
        yield log.read_text()
        product.terminate()
        assert product.wait(90) == 0
    finally:
        product.kill()
        product.wait()


def metrics_of(lines: str) -> str:
    """What a product that said these lines shows at `/metrics`."""
    ready = re.search(r"ready in [\d.]+ s: (\S+)", lines)
    assert ready is not None
    with urllib.request.urlopen(f"{ready[1]}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def upload(path: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """`rlcoach upload`, beside a product that runs."""
    return subprocess.run(
        (sys.executable, "-m", "rlcoach", "upload", str(path)),
        env=environment,
        cwd=environment[DATA_DIR_VARIABLE],
        capture_output=True,
        text=True,
        check=False,
    )


def test_replays_are_sent_in_and_analysed_once(environment: dict[str, str], tmp_path: Path) -> None:
    replays = tmp_path / "my replays"
    replays.mkdir()
    for number in range(4):
        (replays / f"{number}.replay").write_bytes(match_file(title=str(number)))
    (replays / "holiday.replay").write_bytes(b"a picture of a beach" * 1000)
    with started(environment, "--upload", str(replays), until="upload     | done") as lines:
        assert "| not sent as it is: holiday.replay" in lines
        assert "upload     | done: 4 analysed, 1 not whole" in lines
        assert "| ready in " in lines
        # One place shows what the API and the worker counted, each file once.
        metrics = metrics_of(lines)
        assert 'rlcoach_replays_processed_total{outcome="completed"} 4.0' in metrics
        assert 'rlcoach_jobs_run_total{job="process_upload",outcome="done"}' in metrics

        again = upload(replays / "2.replay", environment)
        assert again.returncode == 0, again.stderr
        assert again.stdout.splitlines() == [
            "already on the server: 2.replay",
            "done: 0 analysed, 1 there already",
        ]

        (tmp_path / "empty").mkdir()
        nothing = upload(tmp_path / "empty", environment)
        assert nothing.stdout == "done: 0 analysed (there is no .replay file)\n"


@pytest.mark.prove
def test_the_second_start_is_quick(environment: dict[str, str]) -> None:
    with started(environment, until="| ready in "):
        pass
    with started(environment, until="| ready in ") as lines:
        ready = re.search(r"\| ready in ([\d.]+) s", lines)
        assert ready is not None, lines
        assert float(ready[1]) <= SECOND_START_SECONDS
