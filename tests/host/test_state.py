"""The lock, the state, and what is left of an earlier run."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rlcoach.cli.main import main
from rlcoach.cli.status import DISK_FULL_PCT
from rlcoach.host.errors import AlreadyRunning
from rlcoach.host.processes import ProcessGroup, start_ticks, this_boot
from rlcoach.host.run import DiskUse, down, end_leftovers
from rlcoach.host.state import (
    HostState,
    ServiceState,
    clear_state,
    read_state,
    running_supervisor,
    supervisor_lock,
)
from scripts import ROOT
from tests.fixtures.processes import is_running, wait_until

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def service(name: str, *, port: int | None = None, pid: int | None = None) -> ServiceState:
    """A service that is ready."""
    return ServiceState(
        name=name,
        pid=pid,
        start_ticks=None if pid is None else start_ticks(pid),
        port=port,
        started_at=NOW,
        is_ready=True,
        restarts=0,
    )


class TestLock:
    def test_is_held_by_one(self, tmp_path: Path) -> None:
        with supervisor_lock(tmp_path):
            with (
                pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"),
                supervisor_lock(tmp_path),
            ):
                pass
            assert running_supervisor(tmp_path) == os.getpid()
        assert running_supervisor(tmp_path) is None

    def test_can_be_taken_again(self, tmp_path: Path) -> None:
        for _ in range(2):
            with supervisor_lock(tmp_path):
                assert running_supervisor(tmp_path) == os.getpid()

    def test_ends_with_its_holder(self, tmp_path: Path) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert holder.stdout is not None
        with holder.stdout:
            holder.stdout.readline()
        assert running_supervisor(tmp_path) == holder.pid
        holder.kill()
        holder.wait()
        assert running_supervisor(tmp_path) is None

    def test_waits_for_who_only_looks(self, tmp_path: Path) -> None:
        """As `status` does: it holds a lock of its own for a moment."""
        with supervisor_lock(tmp_path):
            pass
        looking = (tmp_path / "supervisor.lock").open()
        fcntl.flock(looking, fcntl.LOCK_SH)
        done = threading.Timer(0.3, looking.close)
        done.start()
        with supervisor_lock(tmp_path):
            assert looking.closed
        done.join()

    def test_is_not_there_where_nothing_has_run(self, tmp_path: Path) -> None:
        assert running_supervisor(tmp_path / "nowhere") is None


_HOLD = """
import sys, time
from pathlib import Path
from rlcoach.host.state import supervisor_lock
with supervisor_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


class TestState:
    def test_comes_back_as_it_was(self, tmp_path: Path) -> None:
        state = HostState(NOW, (service("api", port=8000, pid=os.getpid()), service("done")))
        state.write(tmp_path)
        assert read_state(tmp_path) == state
        assert (tmp_path / "supervisor.json").stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"started_at": "today"}', '{"services": []}'])
    def test_that_cannot_be_read_is_none(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "supervisor.json").write_text(text)
        assert read_state(tmp_path) is None

    def test_can_be_forgotten(self, tmp_path: Path) -> None:
        HostState(NOW, ()).write(tmp_path)
        clear_state(tmp_path)
        clear_state(tmp_path)
        assert read_state(tmp_path) is None


class TestBoot:
    def test_stays_the_same(self) -> None:
        assert this_boot() == this_boot() != ""

    def test_is_another_one_in_a_container_that_was_started_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The id of the kernel's boot is the host's there.
        before = this_boot()
        monkeypatch.setattr("rlcoach.host.processes.start_ticks", lambda _: 12_345)
        assert this_boot() != before


class TestLeftovers:
    def test_end_by_themselves_or_are_killed(self, tmp_path: Path) -> None:
        left = subprocess.Popen(["sleep", "60"], start_new_session=True)
        HostState(NOW, (service("left", pid=left.pid),)).write(tmp_path)
        left.send_signal(signal.SIGTERM)
        lines: list[str] = []
        end_leftovers(tmp_path, lambda _, line: lines.append(line))
        assert not is_running(left.pid)
        left.wait()

        deaf = subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 60"], start_new_session=True)
        ProcessGroup(deaf.pid, start_ticks(deaf.pid)).end(0.05)
        assert deaf.wait() == -signal.SIGKILL

    def test_are_found_when_only_the_leader_has_gone(self, tmp_path: Path) -> None:
        script = f"sleep 60 & echo $! > {tmp_path / 'child'}"
        leader = subprocess.Popen(["sh", "-c", script], start_new_session=True)
        group = ProcessGroup(leader.pid, start_ticks(leader.pid))
        leader.wait()
        child = int((tmp_path / "child").read_text())
        assert group.exists()
        group.end(0.05)
        wait_until(lambda: not is_running(child))

    def test_of_another_boot_are_others_by_now(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script = f"sleep 60 & echo $! > {tmp_path / 'child'}"
        leader = subprocess.Popen(["sh", "-c", script], start_new_session=True)
        leader.wait()
        child = int((tmp_path / "child").read_text())
        # As a state of before a reboot would say, after which ids begin anew.
        left = replace(service("left", pid=leader.pid), start_ticks=1)
        HostState(NOW, (left,), boot=this_boot()).write(tmp_path)
        monkeypatch.setattr("rlcoach.host.state.this_boot", lambda: "another")
        try:
            assert down(tmp_path, lambda *_: None) is False
            assert is_running(child)
        finally:
            os.kill(child, signal.SIGKILL)

    def test_are_not_later_processes_with_the_same_id(self, tmp_path: Path) -> None:
        with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
            state = replace(service("left", pid=stranger.pid), start_ticks=1)
            HostState(NOW, (state,)).write(tmp_path)
            assert down(tmp_path, lambda *_: None) is False
            assert is_running(stranger.pid)
            stranger.kill()


class TestUp:
    def test_is_refused_where_one_runs(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        monkeypatch.setenv("RLCOACH_DATA_DIR", str(folder))
        with supervisor_lock(folder):
            assert main(["up"]) == 1
        assert "is running on" in capsys.readouterr().err
        assert {path.name for path in folder.iterdir()} == {"supervisor.lock"}


class TestStatus:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("RLCOACH_DATA_DIR", str(tmp_path))
        return tmp_path

    def test_is_one_when_something_is_not_ready(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        api = service("api", port=8000, pid=os.getpid())
        worker = replace(service("worker"), is_ready=False, restarts=3)
        with supervisor_lock(folder):
            HostState(NOW, (api,)).write(folder)
            assert main(["status"]) == 0
            HostState(NOW, (api, worker)).write(folder)
            assert main(["status"]) == 1
        lines = capsys.readouterr().out.splitlines()
        (row,) = [line for line in lines if line.startswith("worker")]
        assert row.split()[:2] == ["worker", "stopped"]
        assert row.endswith(" 3")

    def test_names_what_a_killed_run_has_left(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with subprocess.Popen(["sleep", "60"], start_new_session=True) as left:
            HostState(NOW, (service("redis", pid=left.pid),)).write(folder)
            assert main(["status"]) == 1
            left.kill()
        assert "left by a run that was killed: redis" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("used", "says"), [(79, ""), (80, "NEARLY FULL"), (89, "NEARLY FULL"), (90, "DISK FULL")]
    )
    def test_warns_of_a_full_disk(
        self,
        used: int,
        says: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        use = DiskUse(folder_bytes=1_234_000, free_bytes=100 - used, total_bytes=100)
        monkeypatch.setattr("rlcoach.cli.status.disk_use", lambda _: use)
        main(["status"])
        out = capsys.readouterr().out
        assert "disk: 1 MB in" in out
        assert says in out
        assert ("FULL" in out) is bool(says)
        assert DISK_FULL_PCT == 90
