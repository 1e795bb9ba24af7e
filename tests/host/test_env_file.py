"""The file `.env` in the working folder: what it says counts for all commands alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rlcoach.cli.main import main
from rlcoach.core.settings import Settings
from rlcoach.core.settings_checks import variables_of
from rlcoach.host.data_dir import DATA_DIR_VARIABLE, DataDir
from rlcoach.host.environment import read_environment
from rlcoach.host.services import local_plan, upload_service
from tests.core.test_settings import PRODUCTION

NOBODY_LISTENS = "127.0.0.1:1"
ELSEWHERE = {
    **PRODUCTION,
    "DATABASE_URL": f"postgresql://app:q8fj2@{NOBODY_LISTENS}/mine",  # pragma: allowlist secret
    "REDIS_URL": f"redis://{NOBODY_LISTENS}",
    "RLCOACH_WORKERS": "1",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder; its file names a data folder, and servers that are not there."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        for name in variables_of(Settings, field):
            monkeypatch.delenv(name, raising=False)
    write(tmp_path, **ELSEWHERE)
    return tmp_path


def write(folder: Path, **variables: str) -> None:
    lines = [f"{name}={value}" for name, value in variables.items()]
    file = folder / ".env"
    file.write_text("\n".join([*lines, f"{DATA_DIR_VARIABLE}={folder / 'data'}"]))


def up(folder: Path) -> subprocess.CompletedProcess[str]:
    """`rlcoach up`, which cannot go well."""
    return subprocess.run(
        [sys.executable, "-m", "rlcoach", "up"],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=25,
    )


class TestUp:
    def test_a_service_that_starts_again_later_reads_no_other_settings(self, folder: Path) -> None:
        variables = {"DATABASE_URL": "postgresql://a@h/d", "REDIS_URL": "redis://h"}
        host = read_environment({**variables, DATA_DIR_VARIABLE: str(folder / "data")})
        data_dir = DataDir(host.data_dir, None)
        data_dir.prepare()
        plan = local_plan(host, data_dir, variables)
        services = (*plan.services, upload_service(plan, []))
        assert {service.folder for service in services} == {data_dir.path}
        assert not (data_dir.path / ".env").exists()

    def test_starts_no_server_of_its_own_where_it_names_others(self, folder: Path) -> None:
        done = up(folder)
        assert done.returncode == 1
        assert "migrations ended with exit code 1" in done.stderr
        assert "('127.0.0.1', 1)" in done.stdout
        sources = {line.partition("|")[0].strip() for line in done.stdout.splitlines()}
        assert sources - {"host"} == {"migrations"}
        names = {path.name for path in (folder / "data").iterdir()}
        assert not {"postgres", "redis", "secrets"} & names

    def test_names_what_is_off_whatever_the_log_leaves_out(self, folder: Path) -> None:
        write(folder, **ELSEWHERE, ANTHROPIC_API_KEY="1", RLCOACH_LOG_LEVEL="error")
        (line,) = [line for line in up(folder).stdout.splitlines() if "off without keys" in line]
        assert line.startswith("host ")
        assert "payments" in line
        assert "coach" not in line
        assert "sign-in with Steam" not in line

    def test_makes_up_nothing_that_production_needs(self, folder: Path) -> None:
        write(folder, RLCOACH_ENV="production")
        done = up(folder)
        assert done.returncode == 1
        assert "DATABASE_URL is not set" in done.stderr
        assert not (folder / "data").exists()


class TestOtherCommands:
    @pytest.mark.parametrize("command", ["status", "down"])
    def test_look_at_its_data_folder(
        self, folder: Path, command: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main([command])
        assert f"not running on {folder / 'data'}" in capsys.readouterr().out

    def test_doctor_does_as_well(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["doctor"])
        assert f"data folder    {folder / 'data'}" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "command", [["user", "add", "Anna"], ["token", "create", "--user", "Anna"]]
    )
    @pytest.mark.usefixtures("folder", "quiet_logs")
    def test_accounts_are_made_in_its_database(
        self, command: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(command) == 2
        assert "the database does not answer" in capsys.readouterr().err

    def test_upload_knows_production(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(folder, **ELSEWHERE, RLCOACH_API_URL="http://127.0.0.1:1")
        assert main(["upload", str(folder)]) == 2
        assert "in production there is no local player" in capsys.readouterr().err
