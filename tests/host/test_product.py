"""`rlcoach up` as a whole, with real servers, and small programs for the application."""

import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rlcoach.cli.main import main
from rlcoach.host.data_dir import DATA_DIR_VARIABLE
from tests.builders.match_files import match_file
from tests.fixtures.processes import wait_until
from tests.fixtures.running import short_lived_data_dir
from tests.host.product_process import (
    START_SECONDS,
    THIS_USER,
    Identity,
    all_ended,
    environment,
    identity_of,
    other_account,
    product,
)
from tests.host.small.product import PORTS_VARIABLE

pytestmark = pytest.mark.timeout(300)
OTHER = other_account()
SECOND_START_SECONDS = 5.0


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_lived_data_dir() as data_dir:
        yield data_dir.path


@pytest.fixture(params=["this user", *([OTHER.name] if OTHER else [])])
def identity(request: pytest.FixtureRequest) -> Iterator[Identity]:
    if request.param == "this user" or OTHER is None:
        yield THIS_USER
        return
    with short_lived_data_dir() as place_for_python:
        yield identity_of(OTHER, place_for_python.path)


def test_starts_stops_and_starts_again(
    identity: Identity,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(folder))
    with product(folder, identity) as first:
        assert first.is_worked_on("first")
        below = first.descendants()

        assert main(["status"]) == 0
        out = capsys.readouterr().out
        for name in ("postgres", "redis", "api", "worker", "beat"):
            assert f"\n{name} " in out
        assert str(folder) in out

        second = subprocess.run(
            [identity.python, "-m", "tests.host.small.product"],
            cwd="/",
            env=environment(folder, **identity.variables),
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert f"running on {folder} already (process {first.process.pid})" in second.stderr

        assert main(["down"]) == 0
        assert first.process.wait(10) == 0
        assert all_ended(below)
        assert "did not end in time" not in first.log

    assert main(["down"]) == 0
    assert main(["status"]) == 1
    assert "is not running" in capsys.readouterr().out

    with product(folder, identity) as again:
        assert json.loads(again.ask("/health/ready")) == {"starts": 2}
        assert again.ask("/notes/first") == "true"
        assert again.ready_seconds <= SECOND_START_SECONDS


def test_leaves_nothing_when_it_is_killed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(folder))
    with product(folder, THIS_USER) as killed:
        assert killed.is_worked_on("before")
        below = killed.descendants()
        assert len(below) > 8  # PostgreSQL and the worker have children of their own.
        killed.kill()
        wait_until(lambda: all_ended(below))
        assert main(["status"]) == 1
        assert "is not running" in capsys.readouterr().out
    with product(folder, THIS_USER) as killed:
        assert json.loads(killed.ask("/health/ready")) == {"starts": 2}
        killed.kill()
        # At once: what the killed one has left may still be ending.
        with product(folder, THIS_USER) as again:
            assert json.loads(again.ask("/health/ready")) == {"starts": 3}


def test_brings_back_what_is_killed(folder: Path) -> None:
    with product(folder, THIS_USER) as running:
        for name in ("postgres", "redis", "worker", "api", "beat"):
            running.kill_service(name)
        assert running.is_worked_on("after"), running.log
        assert json.loads(running.ask("/health/ready")) == {"starts": 1}


def test_is_on_free_ports_of_the_loopback_address(folder: Path) -> None:
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        usual = dict(
            zip(
                ("postgres", "redis", "api"),
                (each.getsockname()[1] for each in taken),
                strict=True,
            )
        )
        running = stack.enter_context(
            product(folder, THIS_USER, **{PORTS_VARIABLE: json.dumps(usual)})
        )
        ports = {running.state(name).port for name in usual}
        assert len(ports) == 3
        assert not ports & set(usual.values())
        assert ports <= {port for address, port in listening() if address == "127.0.0.1"}
        assert not ports & {port for address, port in listening() if address != "127.0.0.1"}


if OTHER is not None:

    def test_all_of_it_runs_as_another_user(folder: Path) -> None:
        """The real programs: what each of them reads and makes is a matter of rights as well."""
        assert OTHER is not None
        (folder / "0.replay").write_bytes(match_file(title="one"))
        with short_lived_data_dir() as place_for_python:
            identity = identity_of(OTHER, place_for_python.path)
            upload = ("rlcoach", "up", "--upload", str(folder / "0.replay"))
            with product(folder, identity, *upload) as running:
                wait_until(lambda: "upload     | done" in running.log, START_SECONDS)
                assert "upload     | done: 1 analysed" in running.log
                pids = {running.process.pid, *running.descendants()}
                assert {Path(f"/proc/{pid}").stat().st_uid for pid in pids} == {OTHER.uid}


def listening() -> Iterator[tuple[str, int]]:
    """Addresses and ports on which something on this machine listens."""
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            if state == "0A":
                address, port = local.split(":")
                name = "127.0.0.1" if address == "0100007F" else address
                yield name, int(port, 16)
