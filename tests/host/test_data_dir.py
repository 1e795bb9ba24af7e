"""The data folder: made with care, and never a folder of others."""

import os
from pathlib import Path

import pytest

from rlcoach.cli.host_checks import host_checks
from rlcoach.cli.main import main
from rlcoach.host.accounts import Account
from rlcoach.host.data_dir import DataDir
from rlcoach.host.errors import FolderNotOurs

SERVERS = Account("somebody", uid=1, gid=1)


def mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o7777


class TestPrepare:
    @pytest.mark.parametrize(("account", "expected"), [(None, 0o700), (SERVERS, 0o711)])
    def test_a_new_folder_is_closed_to_others(
        self, tmp_path: Path, account: Account | None, expected: int
    ) -> None:
        data_dir = DataDir(tmp_path / "of" / "ours", account)
        data_dir.prepare()
        assert mode(data_dir.path) == expected

    def test_the_servers_get_through_what_is_made_above_it(self, tmp_path: Path) -> None:
        before = os.umask(0o077)
        try:
            DataDir(tmp_path / "of" / "ours", SERVERS).prepare()
        finally:
            os.umask(before)
        assert mode(tmp_path / "of") == 0o711

    @pytest.mark.parametrize("given", [0o1777, 0o755, 0o700])
    @pytest.mark.parametrize("account", [None, SERVERS])
    def test_an_empty_folder_keeps_its_mode(
        self, tmp_path: Path, given: int, account: Account | None
    ) -> None:
        folder = tmp_path / "made by hand"
        folder.mkdir()
        folder.chmod(given)
        for _ in "12":
            DataDir(folder, account).prepare()
            assert mode(folder) == given
            (folder / "kept").touch()

    def test_a_new_disk_is_empty(self, tmp_path: Path) -> None:
        (tmp_path / "lost+found").mkdir()
        DataDir(tmp_path, None).prepare()

    def test_a_folder_of_something_else_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "letter").touch()
        tmp_path.chmod(0o1777)
        with pytest.raises(FolderNotOurs, match=f"RLCOACH_DATA_DIR.*{tmp_path}/rlcoach"):
            DataDir(tmp_path, SERVERS).prepare()
        assert mode(tmp_path) == 0o1777
        assert [path.name for path in tmp_path.iterdir()] == ["letter"]


class TestCommands:
    @pytest.fixture(autouse=True)
    def _somebodys_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "letter").touch()
        monkeypatch.setenv("RLCOACH_DATA_DIR", str(tmp_path))

    def test_up_says_what_to_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["up"]) == 1
        assert "is not rlcoach's" in capsys.readouterr().err

    def test_doctor_as_well(self, tmp_path: Path) -> None:
        found = {check.name: check for check in host_checks({"RLCOACH_DATA_DIR": str(tmp_path)})}
        fix = found["data folder"].fix
        assert fix is not None
        assert "is not rlcoach's" in fix
