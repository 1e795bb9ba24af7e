"""`rlcoach doctor`."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from rlcoach.cli.doctor import checks
from rlcoach.cli.host_checks import host_checks
from rlcoach.cli.main import main
from rlcoach.host.accounts import Account


def test_this_installation_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["doctor"])
    out = capsys.readouterr().out
    assert status == 0, out
    for name in ("python", "numpy", "subtr-actor-py", "decoder", "sandbox", "disk"):
        assert f"ok   {name}" in out


def elsewhere(folder: Path, database_url: str) -> dict[str, str]:
    """Variables of somebody with servers of his own."""
    return {
        "RLCOACH_DATA_DIR": str(folder),
        "RLCOACH_WORKERS": "1",
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://elsewhere/0",
    }


def test_a_fault_names_its_fix(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RLCOACH_DECODER", "rust")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "FAIL decoder" in out
    assert "it can be auto, native, python" in out


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    monkeypatch.setattr("rlcoach.cli.doctor.Path.cwd", lambda: gone)
    disk = next(check for check in checks() if check.name == "disk")
    assert disk.fix is not None


class TestHost:
    """What `rlcoach up` needs."""

    def test_says_what_there_is(self, tmp_path: Path) -> None:
        found = {check.name: check for check in host_checks({"RLCOACH_DATA_DIR": str(tmp_path)})}
        assert found["postgres"].found.startswith("18.")
        assert found["redis"].found.startswith("6.2.")
        assert "api 8000" in found["ports"].found

    def test_asks_others_where_they_are_named(self, tmp_path: Path, postgres_url: str) -> None:
        found = {check.name: check for check in host_checks(elsewhere(tmp_path, postgres_url))}
        assert list(found) == ["database", "data folder", "data disk", "ports"]
        assert found["database"].fix is None
        assert "allows 100 connections, 39 are needed" in found["database"].found

    def test_a_database_with_too_few_connections(self, tmp_path: Path, postgres_url: str) -> None:
        variables = {**elsewhere(tmp_path, postgres_url), "RLCOACH_WORKERS": "60"}
        fix = next(check.fix for check in host_checks(variables) if check.name == "database")
        assert fix == "set max_connections of that server to 157, or RLCOACH_WORKERS to fewer"

    def test_a_database_that_does_not_answer(self, tmp_path: Path) -> None:
        variables = elsewhere(tmp_path, "postgresql://app@127.0.0.1:1/mine")
        database = next(check for check in host_checks(variables) if check.name == "database")
        assert database.found == "does not answer (ConnectionRefusedError)"
        assert database.fix is not None

    def test_a_taken_port_is_no_fault(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            monkeypatch.setattr("rlcoach.cli.host_checks.USUAL_PORTS", {"api": port})
            *_, ports = host_checks({"RLCOACH_DATA_DIR": str(tmp_path)})
        assert ports.found == f"api {port} (taken: another will be used)"
        assert ports.fix is None

    def test_settings_that_stop_a_start_are_faults(self) -> None:
        variables = {
            "RLCOACH_ENV": "production",
            "RLCOACH_TOKEN_SECRET": "short",  # pragma: allowlist secret
            "DISCORD_CLIENT_ID": "1",
        }
        found = {check.found: check.fix for check in host_checks(variables)}
        for problem in (
            "RLCOACH_TOKEN_SECRET has 5 bytes, at least 32 are needed",
            "DISCORD_CLIENT_SECRET is not set, but DISCORD_CLIENT_ID is",
            "RLCOACH_STORAGE_URL is not set",
            "BETTER_AUTH_URL (or NEXTAUTH_URL) is not set",
        ):
            assert found[problem]
        assert all(found.values())

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.touch()
        environment = {"RLCOACH_DATA_DIR": str(file / "data")}
        (folder,) = (each for each in host_checks(environment) if each.name == "data folder")
        assert folder.fix == f"let this user write to {file}, or set RLCOACH_DATA_DIR"

    def test_a_folder_that_the_servers_cannot_reach(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account = Account("somebody", uid=0, gid=0)
        monkeypatch.setattr("rlcoach.cli.host_checks.server_account", lambda: account)
        monkeypatch.setattr(Account, "can_enter", lambda *_: False)
        environment = {"RLCOACH_DATA_DIR": str(tmp_path)}
        (folder,) = (each for each in host_checks(environment) if each.name == "data folder")
        assert folder.fix is not None
        assert "'somebody', who cannot get to" in folder.fix

    def test_without_the_packages_there_is_no_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("rlcoach.cli.host_checks.find_spec", lambda _: None)
        (check,) = host_checks({})
        assert check.fix is None
        assert "`rlcoach up` cannot run" in check.found
