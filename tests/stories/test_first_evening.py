"""What a newcomer does: one command with a folder of replays, and the same once more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rlcoach.host.data_dir import DATA_DIR_VARIABLE
from tests.builders.match_files import match_file
from tests.fixtures.processes import wait_until
from tests.fixtures.running import short_lived_data_dir
from tests.stories.product import START_SECONDS

pytestmark = pytest.mark.timeout(300)


def test_replays_are_sent_in_and_analysed_once(tmp_path: Path) -> None:
    replays = tmp_path / "my replays"
    replays.mkdir()
    for number in range(4):
        (replays / f"{number}.replay").write_bytes(match_file(title=str(number)))
    (replays / "holiday.replay").write_bytes(b"a picture of a beach" * 1000)
    with short_lived_data_dir() as data_dir:
        environment = {
            **{
                name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
            },
            DATA_DIR_VARIABLE: str(data_dir.path),
            "RLCOACH_WORKERS": "1",
        }
        log = data_dir.path / "product.log"
        with log.open("wb") as output:
            product = subprocess.Popen(
                (sys.executable, "-m", "rlcoach", "up", "--upload", str(replays)),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(
                lambda: "upload     | done" in log.read_text() or product.poll() is not None,
                START_SECONDS,
            )
            lines = log.read_text()
            assert "| not sent as it is: holiday.replay" in lines
            assert "upload     | done: 4 analysed, 1 not whole" in lines
            assert "| ready in " in lines

            again = subprocess.run(
                (sys.executable, "-m", "rlcoach", "upload", str(replays / "2.replay")),
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert again.returncode == 0, again.stderr
            assert again.stdout.splitlines() == [
                "already on the server: 2.replay",
                "done: 0 analysed, 1 there already",
            ]
        finally:
            product.terminate()
            try:
                assert product.wait(90) == 0
            finally:
                product.kill()
                product.wait()
