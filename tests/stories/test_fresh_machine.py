"""A machine that has never seen the product: one command after the clone, as the README says."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from rlcoach.host.data_dir import DATA_DIR_VARIABLE
from scripts import ROOT
from tests.fixtures.processes import wait_until
from tests.fixtures.running import short_lived_data_dir

READY_SECONDS = 300.0
_PATIENCE_SECONDS = 1200.0
"""To tell how much too slow it was."""
_NETWORK_VARIABLES = frozenset(
    {
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PIP_CERT", "GIT_SSL_CAINFO"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
    }
)
"""How to get to the package registries from here; what they hold has to be fetched anew."""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home without a cache or a setting, and tools of the system alone."""
    home = tmp_path / "home"
    home.mkdir()
    found = {name: value for name, value in os.environ.items() if name in _NETWORK_VARIABLES}
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    path = os.pathsep.join(str(each) for each in folders if not each.is_relative_to(ROOT))
    # A compiler is part of a machine that has Rust; crates are not.
    rust = {"RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup"))}
    with short_lived_data_dir() as data_dir:
        own = {"HOME": str(home), "PATH": path, DATA_DIR_VARIABLE: str(data_dir.path)}
        yield {**found, **rust, **own}


@pytest.mark.prove
def test_is_ready_within_five_minutes(environment: Mapping[str, str], tmp_path: Path) -> None:
    """Fetches all packages and crates: needs the network, and a machine with nothing else to do."""
    clone = tmp_path / "rlcoach"
    started = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], env=environment, check=True)
    with made("run", clone, environment) as (process, log):
        wait_until(
            lambda: "| ready in " in log.read_text() or process.poll() is not None,
            _PATIENCE_SECONDS,
        )
        seconds = time.monotonic() - started
        print(log.read_text(), f"ready {seconds:.0f} s after the clone began", sep="\n")
        assert process.poll() is None
        has_rust = shutil.which("cargo", path=environment["PATH"]) is not None
        assert has_rust == ("native decoder built" in log.read_text())
        subprocess.run([clone / ".venv/bin/rlcoach", "down"], env=environment, check=True)
        assert process.wait(90) == 0
    assert seconds <= READY_SECONDS


@contextmanager
def made(
    target: str, folder: Path, environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """`make` with a target, and where it writes; ended with all it has started."""
    log = folder.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", target],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process, log
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
