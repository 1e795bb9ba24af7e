"""Migrations: forward, back, on a filled database, and equal to the models."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

import rlcoach
from rlcoach.db import migrate
from rlcoach.db.engine import DIALECT, connect_arguments
from rlcoach.db.models import User
from tests.db.catalogue import catalogue_of
from tests.db.filling import ROWS, count_rows, fill

NewDatabase = Callable[[], str]
TABLES = User.metadata.tables.keys()


def revisions() -> list[str]:
    """All of them, the first one first."""
    scripts = ScriptDirectory.from_config(migrate.configuration(""))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def run(url: str, *statements: str) -> None:
    """Runs statements on a connection of their own."""

    async def execute() -> None:
        connection = await asyncpg.connect(url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(execute())


class TestUpAndDown:
    def test_up_down_and_up_again(self, new_database: NewDatabase) -> None:
        url = new_database()
        migrate.upgrade(url)
        first = catalogue_of(url)
        migrate.downgrade(url, "base")
        assert catalogue_of(url) == {}
        migrate.upgrade(url)
        assert catalogue_of(url) == first
        assert len(first) > 200

    def test_each_step_back_undoes_its_step_forward(self, new_database: NewDatabase) -> None:
        url = new_database()
        states = [catalogue_of(url)]
        for revision in revisions():
            command.upgrade(migrate.configuration(url), revision)
            states.append(catalogue_of(url))
        for before in states[-2::-1]:
            command.downgrade(migrate.configuration(url), "-1")
            assert catalogue_of(url) == before

    def test_on_a_filled_database(self, new_database: NewDatabase) -> None:
        url = new_database()
        for revision in revisions():
            command.upgrade(migrate.configuration(url), revision)
            fill(url)
        migrate.upgrade(url)
        counts = count_rows(url)
        assert counts.pop("stat_keys") == len(rlcoach.STATS)
        assert set(counts.values()) == {1}
        for _ in revisions():
            command.downgrade(migrate.configuration(url), "-1")
        assert catalogue_of(url) == {}
        migrate.upgrade(url)

    def test_the_filling_knows_every_table(self) -> None:
        assert set(ROWS) == set(TABLES)


class TestModels:
    def test_autogenerate_finds_nothing(self, new_database: NewDatabase) -> None:
        url = new_database()
        migrate.upgrade(url)
        migrate.check(url)

    def test_the_migrated_schema_is_the_one_of_the_models(self, new_database: NewDatabase) -> None:
        """Checks what autogenerate does not compare as well: checks, defaults, predicates."""
        migrated, made = new_database(), new_database()
        migrate.upgrade(migrated)

        async def create_all() -> None:
            engine = create_async_engine(DIALECT, connect_args=connect_arguments(made))
            async with engine.begin() as connection:
                await connection.run_sync(User.metadata.create_all)
            await engine.dispose()

        asyncio.run(create_all())
        assert catalogue_of(migrated) == catalogue_of(made)

    def test_a_difference_is_found(self, new_database: NewDatabase) -> None:
        url = new_database()
        migrate.upgrade(url)
        run(url, "ALTER TABLE users ADD COLUMN stranger text")
        with pytest.raises(CommandError, match="stranger"):
            migrate.check(url)


class TestLocks:
    def test_several_at_once_migrate_once(self, new_database: NewDatabase, tmp_path: Path) -> None:
        url = new_database()
        program = [sys.executable, "-m", "rlcoach.db.migrate"]
        environment = {**os.environ, "DATABASE_URL": url}
        started = [
            subprocess.Popen(program, env=environment, cwd=tmp_path, stderr=subprocess.DEVNULL)
            for _ in range(3)
        ]
        assert [process.wait() for process in started] == [0, 0, 0]
        migrate.check(url)

    def test_a_table_in_use_makes_it_give_up(self, new_database: NewDatabase) -> None:
        url = new_database()
        migrate.upgrade(url)
        before = catalogue_of(url)

        async def downgrade_while_in_use() -> None:
            reader = await asyncpg.connect(url)
            await reader.execute("BEGIN")
            await reader.execute("SELECT * FROM users")
            hurried = migrate.configuration(url, lock_timeout_seconds=0.2)
            try:
                await asyncio.to_thread(command.downgrade, hurried, "base")
            finally:
                await reader.close()

        with pytest.raises(DBAPIError, match="lock timeout"):
            asyncio.run(downgrade_while_in_use())
        migrate.upgrade(url)
        assert catalogue_of(url) == before


class TestMain:
    @pytest.fixture
    def url(
        self, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> str:
        """A new database that the program is told of; its working folder has no .env."""
        url = new_database()
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.chdir(tmp_path)
        return url

    @pytest.mark.usefixtures("quiet_logs")
    def test_upgrades_without_a_word_checks_and_goes_back(self, url: str) -> None:
        assert migrate.main([]) == 0
        assert migrate.main(["check"]) == 0
        assert migrate.main(["upgrade"]) == 0
        assert migrate.main(["downgrade", "base"]) == 0
        assert catalogue_of(url) == {}
        assert migrate.main(["check"]) == 1

    @pytest.mark.usefixtures("quiet_logs")
    @pytest.mark.parametrize("wrong", ["", "postgresql://a@127.0.0.1:1/x", "mysql://a@b/c"])
    def test_a_database_that_cannot_be_reached(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", wrong)
        monkeypatch.chdir(tmp_path)
        assert migrate.main([]) == 1
