"""Connections: how they are made, and what happens when the server goes away."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.core.ids import new_id
from rlcoach.core.metrics import REGISTRY
from rlcoach.db.engine import (
    check_database,
    connect_arguments,
    create_engine,
    is_outage,
)
from rlcoach.db.pools import API_POOL, SITE_POOL, WORKER_POOL, PoolSize, connections_needed
from rlcoach.host.postgres import Postgres
from rlcoach.host.service import choose_port
from scripts import ROOT
from tests.fixtures.running import short_lived_data_dir, start, stop


class TestConnectArguments:
    @pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
    def test_addresses_are_taken_as_everybody_writes_them(self, scheme: str) -> None:
        told = connect_arguments(f"{scheme}://a@h:5432/d%2Fe?sslmode=require")
        assert told["dsn"] == "postgresql://a@h:5432/d%2Fe?sslmode=require"

    @pytest.mark.parametrize(("given", "seconds"), [("5", 5), ("0", 10)])
    def test_its_time_to_connect_goes_before_ours(self, given: str, seconds: int) -> None:
        assert connect_arguments(f"postgresql://h/d?connect_timeout={given}")["timeout"] == seconds
        assert connect_arguments("postgresql://h/d")["timeout"] == 10

    async def test_a_server_takes_all_that_settings_allow(self, own_database: str) -> None:
        query = (
            "sslmode=prefer&connect_timeout=5&application_name=mine&channel_binding=prefer"
            "&options=-c%20work_mem%3D8MB&target_session_attrs=any"
        )
        engine = create_engine(f"{own_database}?{query}", application="rlcoach test")
        try:
            async with engine.connect() as connection:
                shown = [
                    (await connection.execute(text(f"SHOW {name}"))).scalar()
                    for name in ("work_mem", "application_name")
                ]
        finally:
            await engine.dispose()
        assert shown == ["8MB", "rlcoach test"]


class TestRunbook:
    def test_says_how_many_connections_there_are(self) -> None:
        page = (ROOT / "docs" / "runbooks" / "database.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| (\w+).*\| (\d+) \| (\d+) \|$", page, re.MULTILINE)
        pools = {name: PoolSize(int(kept), int(at_most)) for name, kept, at_most in rows}
        assert pools["API"] == API_POOL == PoolSize(5, 20)
        assert pools["worker"] == WORKER_POOL
        assert pools["site"] == SITE_POOL
        assert pools["migrations"].at_most == WORKER_POOL.at_most
        (terms, total) = re.findall(r"are ([\d +]+) = (\d+)", page)[0]
        assert sum(map(int, terms.split("+"))) == int(total) == connections_needed(workers=8)


class TestPool:
    async def test_takes_no_more_connections_than_it_may(self, own_database: str) -> None:
        engine = create_engine(own_database, PoolSize(1, 3))

        async def hold() -> None:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(0.05)"))

        used = []
        try:
            waiting = [asyncio.create_task(hold()) for _ in range(12)]
            while not all(task.done() for task in waiting):
                used.append(engine.pool.checkedout())  # type: ignore[attr-defined]
                await asyncio.sleep(0.005)
            await asyncio.gather(*waiting)
        finally:
            await engine.dispose()
        assert max(used) == 3

    async def test_is_told_to_prometheus(self, own_engine: AsyncEngine) -> None:
        async with own_engine.connect():
            await check_database(own_engine)
            used = REGISTRY.get_sample_value("rlcoach_database_connections", {"state": "used"})
        assert used == 1

    async def test_times_are_in_utc_and_slow_statements_end(self, own_database: str) -> None:
        engine = create_engine(own_database, PoolSize(1, 1), statement_timeout_seconds=1)
        try:
            async with engine.connect() as connection:
                assert (await connection.execute(text("SHOW timezone"))).scalar() == "UTC"
                with pytest.raises(DBAPIError, match="statement timeout") as raised:
                    await connection.execute(text("SELECT pg_sleep(20)"))
            assert not is_outage(raised.value)
        finally:
            await engine.dispose()

    async def test_an_error_does_not_tell_what_was_asked_for(self, own_engine: AsyncEngine) -> None:
        insert = text("INSERT INTO users (id, display_name, email) VALUES (:id, 'Ann', :email)")
        async with own_engine.connect() as connection:
            await connection.execute(insert, {"id": new_id(), "email": "ann@example.org"})
            with pytest.raises(DBAPIError, match="uq_users_email") as raised:
                await connection.execute(insert, {"id": new_id(), "email": "ann@example.org"})
        assert "ann@example.org" not in str(raised.value)


class TestCheckDatabase:
    async def test_one_that_answers(self, own_engine: AsyncEngine) -> None:
        health = await check_database(own_engine)
        assert health.is_reachable
        assert health.problem is None

    async def test_one_that_is_not_there(self) -> None:
        engine = create_engine("postgresql://a@127.0.0.1:1/nowhere")
        health = await check_database(engine)
        assert not health.is_reachable
        assert health.problem == "ConnectionRefusedError"

    async def test_a_wrong_password(self, own_database: str) -> None:
        engine = create_engine(own_database.replace("rlcoach:", "rlcoach:not"))
        health = await check_database(engine)
        assert not health.is_reachable
        assert health.problem == "InvalidPasswordError"


class Mortal:
    """A PostgreSQL of one test's own that can be killed and started again."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        self.log = server.folder.with_name("postgres.log")
        self.process = start(server.service(), self.log)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        """Starts it again; it recovers first."""
        self.process = start(self.server.service(), self.log)


@pytest.fixture
async def mortal() -> AsyncIterator[Mortal]:
    """A server that may be killed."""
    with short_lived_data_dir() as data_dir:
        server = data_dir.postgres(port=choose_port(), is_durable=False)
        mortal = Mortal(server)
        yield mortal
        stop(server.service(), mortal.process)


class TestOutage:
    async def test_the_pool_lives_through_a_killed_server(self, mortal: Mortal) -> None:
        engine = create_engine(mortal.server.url(), PoolSize(2, 4))
        try:
            assert (await check_database(engine)).is_reachable
            in_flight = asyncio.create_task(_sleep(engine))
            await asyncio.sleep(0.3)
            mortal.kill()
            with pytest.raises(Exception, match=r".") as raised:
                await in_flight
            assert is_outage(raised.value), raised.value
            assert not (await check_database(engine)).is_reachable
            mortal.start()
            assert (await check_database(engine)).is_reachable
        finally:
            await engine.dispose()

    async def test_an_idle_connection_that_is_dead_is_not_handed_out(self, mortal: Mortal) -> None:
        engine = create_engine(mortal.server.url(), PoolSize(1, 1))
        try:
            assert (await check_database(engine)).is_reachable
            mortal.kill()
            mortal.start()
            async with engine.connect() as connection:
                assert (await connection.execute(text("SELECT 1"))).scalar() == 1
        finally:
            await engine.dispose()

    def test_what_is_an_outage_and_what_is_not(self) -> None:
        assert is_outage(ConnectionRefusedError())
        assert is_outage(PoolTimeoutError())
        assert not is_outage(ValueError())


async def _sleep(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SELECT pg_sleep(20)"))
