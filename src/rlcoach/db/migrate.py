"""`python -m rlcoach.db.migrate`: brings a database to the newest schema, or back.

    python -m rlcoach.db.migrate                      as `upgrade`
    python -m rlcoach.db.migrate upgrade [REVISION]   forward, and adds new statistics
    python -m rlcoach.db.migrate downgrade REVISION   back; `base` is an empty database
    python -m rlcoach.db.migrate check                1 if the models say something else
    python -m rlcoach.db.migrate revision "Sentence"  writes a migration for that, to be read

It reads DATABASE_URL. It may be started several times at once: all but one wait, and find nothing
to do.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

import rlcoach
from rlcoach.core.logging import configure_logging, get_logger
from rlcoach.core.settings import load_settings
from rlcoach.core.settings_faults import SettingsInvalid
from rlcoach.db.engine import create_engine
from rlcoach.db.pools import WORKER_POOL
from rlcoach.db.stat_catalogue import append_stat_keys

log = get_logger("rlcoach.db.migrate")  # run as a program, the name of this module is another

MIGRATIONS = Path(__file__).with_name("migrations")


_LOCK_TIMEOUT_SECONDS = 5.0
"""A migration that waits for a table makes everybody after it wait: it gives up instead."""


def configuration(url: str, lock_timeout_seconds: float = _LOCK_TIMEOUT_SECONDS) -> Config:
    """What Alembic needs to know."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    config.attributes["lock_timeout_seconds"] = lock_timeout_seconds
    return config


def head_revision() -> str:
    """The newest revision the program knows."""
    head = ScriptDirectory.from_config(configuration("")).get_current_head()
    if head is None:
        raise LookupError(f"no migrations in {MIGRATIONS}")
    return head


def upgrade(url: str, revision: str = "head") -> None:
    """Goes forward; at the newest, statistics the database does not know yet are added."""
    command.upgrade(configuration(url), revision)
    if revision == "head":
        asyncio.run(_add_statistics(url))


def downgrade(url: str, revision: str) -> None:
    """Goes back to a revision, or to `base`."""
    command.downgrade(configuration(url), revision)


def check(url: str) -> None:
    """Compares the database with the models.

    Raises:
        CommandError: they differ, or the database is not at the newest revision.
    """
    command.check(configuration(url))


def write_revision(url: str, sentence: str) -> None:
    """Writes a migration from the database to the models. It has to be read and mended."""
    number = f"{int(head_revision()) + 1:04d}"
    command.revision(configuration(url), sentence, autogenerate=True, rev_id=number)


async def _add_statistics(url: str) -> None:
    engine = create_engine(url, WORKER_POOL, application="rlcoach migrate")
    try:
        async with engine.begin() as connection:
            added = await append_stat_keys(connection, list(rlcoach.STATS))
    finally:
        await engine.dispose()
    if added:
        log.info("statistics_added", number=len(added))


def main(arguments: Sequence[str]) -> int:
    """Runs one command; 1 where it fails."""
    parser = argparse.ArgumentParser(prog="python -m rlcoach.db.migrate")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("upgrade").add_argument("revision", nargs="?", default="head")
    commands.add_parser("downgrade").add_argument("revision")
    commands.add_parser("check")
    commands.add_parser("revision").add_argument("sentence")
    given = parser.parse_args(arguments or ["upgrade"])
    runs: dict[str, Callable[[str], None]] = {
        "upgrade": lambda url: upgrade(url, given.revision),
        "downgrade": lambda url: downgrade(url, given.revision),
        "check": check,
        "revision": lambda url: write_revision(url, given.sentence),
    }
    configure_logging()
    try:
        settings = load_settings()
        configure_logging(settings.log_level)
        runs[given.command](settings.needed("database_url"))
    except SettingsInvalid as error:
        for fault in error.faults:
            log.error("setting_wrong", reason=fault.sentence())
        return 1
    except (CommandError, SQLAlchemyError, OSError) as error:
        log.error("migration_failed", reason=str(error))
        return 1
    log.info("database_ready", command=given.command, newest=head_revision())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
