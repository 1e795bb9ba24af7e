"""The embedded PostgreSQL and Redis."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import redis

from rlcoach.host.accounts import server_account
from rlcoach.host.data_dir import DataDir
from rlcoach.host.errors import DatabaseUnusable, FolderUnreachable, ServersMissing
from rlcoach.host.postgres import Postgres
from rlcoach.host.programs import postgres_program, redis_program
from rlcoach.host.redis import Redis
from rlcoach.host.service import choose_port
from rlcoach.host.state import LOCK
from scripts import ROOT
from tests.fixtures.processes import is_running, wait_until
from tests.fixtures.running import running, short_lived_data_dir, start
from tests.fixtures.servers import OLDEST_POSTGRES

pytestmark = pytest.mark.timeout(120)
ACCOUNT = server_account()


def ask(url: str, query: str) -> object:
    """One value from a database, on a connection of its own."""

    async def run() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(run())


@pytest.fixture
def data_dir() -> Iterator[DataDir]:
    with short_lived_data_dir() as data_dir:
        yield data_dir


class TestPostgres:
    def test_is_there(self, postgres_url: str) -> None:
        assert ask(postgres_url, "SELECT current_database()") == "rlcoach"

    def test_is_the_one_asked_for(self, postgres_url: str, pytestconfig: pytest.Config) -> None:
        expected = "15." if pytestconfig.getoption(OLDEST_POSTGRES) else "18."
        assert str(ask(postgres_url, "SHOW server_version")).startswith(expected)

    def test_orders_text_alike_everywhere_and_knows_letters(self, postgres_url: str) -> None:
        assert ask(postgres_url, "SELECT lower('ÉCOLE')") == "école"
        assert ask(postgres_url, "SELECT 'Z' < 'a'") is True

    def test_refuses_a_wrong_password(self, postgres_server: Postgres) -> None:
        url = postgres_server.url().replace(postgres_server.password, "guess")
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(url, "SELECT 1")

    def test_listens_on_the_loopback_address_alone(self, postgres_url: str) -> None:
        assert ask(postgres_url, "SHOW listen_addresses") == "127.0.0.1"

    def test_new_databases_are_empty_and_apart(self, new_database: Callable[[], str]) -> None:
        first, second = new_database(), new_database()
        ask(first, "CREATE TABLE only_here (x int)")
        count = "SELECT count(*) FROM pg_class WHERE relname = 'only_here'"
        assert (ask(first, count), ask(second, count)) == (1, 0)


class TestPostgresKeepsData:
    def test_over_a_stop_and_a_kill(self, data_dir: DataDir) -> None:
        server = data_dir.postgres(port=choose_port())
        service, log = server.service(), data_dir.path / "log"
        with running(service, log):
            ask(server.url(), "CREATE TABLE kept (x int)")
            ask(server.url(), "INSERT INTO kept VALUES (1)")
        assert "database system is shut down" in log.read_text()

        process = start(service, log)
        ask(server.url(), "INSERT INTO kept VALUES (2)")
        process.kill()
        process.wait()
        assert (server.data / "postmaster.pid").exists()

        with running(service, log):
            assert ask(server.url(), "SELECT sum(x) FROM kept") == 3

    def test_when_another_process_has_got_the_id_of_a_killed_one(self, data_dir: DataDir) -> None:
        server = data_dir.postgres(port=choose_port(), is_durable=False)
        service, log = server.service(), data_dir.path / "log"
        with running(service, log):
            pid_file = (server.data / "postmaster.pid").read_text()
        # As whom the server runs: PostgreSQL ignores ids of processes it may not signal.
        account = data_dir.account
        other = subprocess.Popen(
            ["sleep", "60"], cwd="/", user=None if account is None else account.uid
        )
        try:
            lines = [str(other.pid), *pid_file.splitlines()[1:]]
            (server.data / "postmaster.pid").write_text("\n".join(lines))
            with running(service, log):
                assert ask(server.url(), "SELECT 1") == 1
        finally:
            other.kill()
            other.wait()

    def test_when_its_password_is_lost(self, data_dir: DataDir) -> None:
        first = data_dir.postgres(port=choose_port(), is_durable=False)
        (data_dir.path / "secrets" / "postgres").unlink()
        second = data_dir.postgres(port=first.port, is_durable=False)
        assert second.password != first.password
        with running(second.service(), data_dir.path / "log"):
            assert ask(second.url(), "SELECT 1") == 1

    def test_and_refuses_data_of_another_version(self, data_dir: DataDir) -> None:
        server = data_dir.postgres(port=choose_port(), is_durable=False)
        (server.data / "PG_VERSION").write_text("9\n")
        with pytest.raises(DatabaseUnusable, match="made by PostgreSQL 9"):
            data_dir.postgres(port=server.port)


class TestRedis:
    def test_is_there_and_empty(self, redis_url: str) -> None:
        with redis.Redis.from_url(redis_url) as client:
            assert client.dbsize() == 0
            client.set("left behind", "for the next test")

    def test_is_empty_for_each_test(self, redis_url: str) -> None:
        self.test_is_there_and_empty(redis_url)

    def test_refuses_a_wrong_password(self, redis_server: Redis) -> None:
        url = redis_server.url.replace(redis_server.password, "guess")
        with redis.Redis.from_url(url) as client, pytest.raises(redis.AuthenticationError):
            client.ping()

    def test_the_password_is_not_in_the_list_of_processes(self, redis_server: Redis) -> None:
        assert not any(redis_server.password in word for word in redis_server.service().command)

    def test_keeps_data_over_a_stop_and_a_kill(self, data_dir: DataDir) -> None:
        server = data_dir.redis(port=choose_port())
        service, log = server.service(), data_dir.path / "log"
        with running(service, log), redis.Redis.from_url(server.url) as client:
            client.set("stopped", "1")
        process = start(service, log)
        with redis.Redis.from_url(server.url) as client:
            client.set("killed", "2")
        time.sleep(1.5)  # It writes to the disk every second.
        process.kill()
        process.wait()
        with running(service, log), redis.Redis.from_url(server.url) as client:
            assert client.mget("stopped", "killed") == [b"1", b"2"]


class TestFolder:
    def test_secrets_are_for_the_owner_alone(self, data_dir: DataDir) -> None:
        data_dir.secret("token")
        file = data_dir.path / "secrets" / "token"
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700

    def test_a_secret_stays(self, data_dir: DataDir) -> None:
        assert data_dir.secret("token") == data_dir.secret("token") != data_dir.secret("other")

    def test_no_trace_of_the_password_beside_its_file(self, data_dir: DataDir) -> None:
        server = data_dir.postgres(port=choose_port(), is_durable=False)
        assert {path.name for path in data_dir.path.iterdir()} == {"secrets", "postgres", LOCK}
        assert server.password not in repr(server.service())


if ACCOUNT is not None:

    class TestAsRoot:
        """Servers of another user, who gets to less."""

        def test_programs_that_only_root_can_reach_are_copied(
            self, data_dir: DataDir, monkeypatch: pytest.MonkeyPatch
        ) -> None:
            found = postgres_program()
            with tempfile.TemporaryDirectory() as hidden:  # Of mode 0700.
                for part in (found.package, f"{found.package}.libs"):
                    shutil.copytree(found.site / part, Path(hidden, part))
                monkeypatch.setattr(
                    "rlcoach.host.data_dir.postgres_program",
                    lambda: replace(found, site=Path(hidden)),
                )
                server = data_dir.postgres(port=choose_port(), is_durable=False)
                again = data_dir.postgres(port=server.port)
            with running(server.service(), data_dir.path / "log"):
                assert ask(server.url(), "SELECT 1") == 1
            assert again.programs == server.programs
            assert server.programs.is_relative_to(data_dir.path)

        def test_a_folder_that_they_cannot_reach_is_refused(self) -> None:
            with tempfile.TemporaryDirectory() as hidden:
                data_dir = DataDir(Path(hidden, "data"), ACCOUNT)
                data_dir.prepare()
                with pytest.raises(FolderUnreachable, match=r"chmod o\+x.*set RLCOACH_DATA_DIR"):
                    data_dir.postgres(port=choose_port())

        def test_they_cannot_read_the_secrets(self, data_dir: DataDir) -> None:
            data_dir.secret("token")
            assert ACCOUNT is not None
            assert not ACCOUNT.can_enter(data_dir.path / "secrets")
            assert ACCOUNT.can_enter(data_dir.path)


def test_programs_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ServersMissing, match="install rlcoach"):
        redis_program()


_START_AND_WAIT = """
import time
from rlcoach.host.service import choose_port
from rlcoach.host.state import LOCK
from tests.fixtures.running import short_lived_data_dir, start

with short_lived_data_dir() as data_dir:
    servers = (
        data_dir.postgres(port=choose_port(), is_durable=False),
        data_dir.redis(port=choose_port(), is_durable=False),
    )
    pids = [start(server.service(), data_dir.path / "log").pid for server in servers]
    print(data_dir.path, *pids, flush=True)
    time.sleep(60)
"""


def test_nothing_is_left_of_a_killed_test_process() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _START_AND_WAIT], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    with process.stdout:
        path, *pids = process.stdout.readline().split()
    assert len(pids) == 2
    process.kill()
    process.wait()
    wait_until(lambda: not any(is_running(int(pid)) for pid in pids) and not Path(path).exists())
