"""Gives commands the database of DATABASE_URL, or of the product that runs on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.cli.errors import UsageError
from rlcoach.core.errors import AppError
from rlcoach.core.jobs import KeptJobs
from rlcoach.core.logging import configure_logging
from rlcoach.core.settings import read_variables
from rlcoach.db.engine import create_engine, is_outage
from rlcoach.db.pools import WORKER_POOL
from rlcoach.db.unit_of_work import create_sessions, unit_of_work
from rlcoach.host.environment import DATABASE_VARIABLE, read_environment
from rlcoach.host.services import running_environment

Result = TypeVar("Result")


def in_database(action: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
    """Does something in one transaction.

    Raises:
        UsageError: what was asked for cannot be, or there is no database.
        HostError: the product would have to be running.
        SettingsInvalid: settings are wrong.
    """
    configure_logging("warning")
    variables = read_variables()
    given = read_environment(variables).database_url
    url = given or running_environment(variables)[DATABASE_VARIABLE]
    try:
        return asyncio.run(_in_database(url, action))
    except AppError as error:
        raise UsageError(str(error)) from error
    except Exception as error:
        if not is_outage(error):
            raise
        raise UsageError(f"the database does not answer ({type(error).__name__})") from error


async def _in_database(url: str, action: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
    engine = create_engine(url, WORKER_POOL, application="rlcoach command")
    jobs = KeptJobs()
    try:
        async with unit_of_work(create_sessions(engine), jobs) as db:
            result = await action(db)
    finally:
        await engine.dispose()
    if jobs.jobs:
        raise AssertionError("a command cannot put jobs into the queue")
    return result
