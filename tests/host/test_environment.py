"""What the host reads, makes up, and hands on."""

import os
from pathlib import Path

import pytest

from rlcoach.host.data_dir import DataDir, default_data_dir
from rlcoach.host.environment import read_environment
from rlcoach.host.errors import NotRunning, SettingMissing, SettingUnusable
from rlcoach.host.services import Plan, local_plan, running_environment
from rlcoach.host.state import HostState, supervisor_lock
from tests.host.test_state import NOW, service

ELSEWHERE = {
    "DATABASE_URL": "postgresql://elsewhere/rlcoach",
    "REDIS_URL": "redis://elsewhere/0",
    "RLCOACH_TOKEN_SECRET": "made elsewhere, and long enough",  # pragma: allowlist secret
}


class TestDataDir:
    def test_is_the_one_that_is_named(self) -> None:
        assert default_data_dir({"RLCOACH_DATA_DIR": "/some/where"}) == Path("/some/where")

    def test_is_absolute(self) -> None:
        assert default_data_dir({"RLCOACH_DATA_DIR": "here"}) == Path.cwd() / "here"

    def test_for_root_is_one_that_the_servers_can_reach(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert default_data_dir({}) == Path("/var/lib/rlcoach")

    def test_for_a_user_is_among_his_data(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        monkeypatch.setenv("HOME", "/of/somebody")
        assert default_data_dir({}) == Path("/of/somebody/.local/share/rlcoach")
        assert default_data_dir({"XDG_DATA_HOME": "/data"}) == Path("/data/rlcoach")


class TestReadEnvironment:
    def test_empty_is_not_set(self) -> None:
        host = read_environment({"DATABASE_URL": "", "REDIS_URL": " ", "RLCOACH_WORKERS": ""})
        assert (host.database_url, host.redis_url) == (None, None)
        assert host.needs_servers
        assert host.workers == os.cpu_count()

    def test_servers_are_needed_unless_both_are_named(self) -> None:
        assert not read_environment(ELSEWHERE).needs_servers
        assert read_environment({**ELSEWHERE, "REDIS_URL": ""}).needs_servers

    @pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", "²"])
    def test_workers_are_counted(self, value: str) -> None:
        with pytest.raises(SettingUnusable, match="RLCOACH_WORKERS"):
            read_environment({"RLCOACH_WORKERS": value})

    @pytest.mark.parametrize("name", list(ELSEWHERE))
    def test_nothing_is_made_up_in_production(self, name: str) -> None:
        production = {**ELSEWHERE, "RLCOACH_ENV": "production"}
        assert read_environment(production).token_secret == ELSEWHERE["RLCOACH_TOKEN_SECRET"]
        with pytest.raises(SettingMissing, match=name):
            read_environment({**production, name: ""})


class TestLocalPlan:
    def test_starts_no_servers_where_others_are_named(self, tmp_path: Path) -> None:
        plan = plan_in(tmp_path, ELSEWHERE)
        assert [each.name for each in plan.services] == ["migrations", "api", "worker", "beat"]
        assert {name: plan.environment[name] for name in ELSEWHERE} == ELSEWHERE
        assert [each.name for each in tmp_path.iterdir()] == ["metrics"]

    def test_hands_on_what_it_has_been_given(self, tmp_path: Path) -> None:
        environment = {**ELSEWHERE, "RLCOACH_WORKERS": "3", "ANTHROPIC_API_KEY": "", "LANG": "C"}
        plan = plan_in(tmp_path, environment)
        assert plan.environment["LANG"] == "C"
        assert plan.environment["RLCOACH_DATA_DIR"] == str(tmp_path)
        assert plan.environment["RLCOACH_API_URL"] == plan.url
        worker = next(each for each in plan.services if each.name == "worker")
        assert worker.command[worker.command.index("--concurrency") + 1] == "3"

    def test_makes_a_secret_that_stays(self, tmp_path: Path) -> None:
        environment = {**ELSEWHERE, "RLCOACH_TOKEN_SECRET": ""}
        secrets = {plan_in(tmp_path, environment).environment["RLCOACH_TOKEN_SECRET"] for _ in "12"}
        assert len(secrets) == 1
        assert len(secrets.pop()) >= 32

    def test_shows_no_secret_in_a_command(self, tmp_path: Path) -> None:
        for each in plan_in(tmp_path, ELSEWHERE).services:
            assert not any(value in word for value in ELSEWHERE.values() for word in each.command)


class TestRunningEnvironment:
    def test_is_that_of_what_runs(self, tmp_path: Path) -> None:
        services = (service("postgres", port=1), service("redis", port=2), service("api", port=3))
        HostState(NOW, services).write(tmp_path)
        data_dir = DataDir(tmp_path, None)
        with supervisor_lock(tmp_path):
            found = running_environment({"RLCOACH_DATA_DIR": str(tmp_path), "LANG": "C"})
        password = data_dir.secret("postgres")
        assert found["DATABASE_URL"] == f"postgresql://rlcoach:{password}@127.0.0.1:1/rlcoach"
        assert found["REDIS_URL"] == f"redis://:{data_dir.secret('redis')}@127.0.0.1:2/0"
        assert found["RLCOACH_API_URL"] == "http://127.0.0.1:3"
        assert found["RLCOACH_TOKEN_SECRET"] == data_dir.secret("token")
        assert found["LANG"] == "C"

    def test_of_nothing_is_an_error(self, tmp_path: Path) -> None:
        HostState(NOW, (service("postgres", port=1),)).write(tmp_path)
        with pytest.raises(NotRunning, match="rlcoach up"):
            running_environment({"RLCOACH_DATA_DIR": str(tmp_path)})

    def test_needs_nothing_running_with_servers_elsewhere(self, tmp_path: Path) -> None:
        environment = {**ELSEWHERE, "RLCOACH_DATA_DIR": str(tmp_path)}
        assert running_environment(environment) == environment


def plan_in(folder: Path, environment: dict[str, str]) -> Plan:
    host = read_environment({**environment, "RLCOACH_DATA_DIR": str(folder)})
    return local_plan(host, DataDir(folder, None), environment)
