"""What the API holds open while it runs."""

import asyncio
import os
from pathlib import Path

from rlcoach.api.runtime import open_runtime
from rlcoach.core.jobs import KeptJobs
from rlcoach.core.settings import load_settings
from tests.fixtures.api import TOKEN_SECRET
from tests.fixtures.processes import wait_until


async def test_the_engine_is_loaded_before_the_first_file(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    given = {
        "RLCOACH_ENV": "test",
        "RLCOACH_TOKEN_SECRET": TOKEN_SECRET,
        "RLCOACH_DATA_DIR": str(tmp_path),
        "DATABASE_URL": postgres_url,
        "REDIS_URL": redis_url,
    }
    settings = load_settings(given)
    before = helpers()
    async with open_runtime(settings, KeptJobs()):
        await asyncio.to_thread(wait_until, lambda: len(helpers() - before) == 1)
    assert helpers() == before


def helpers() -> set[int]:
    """Processes that hold the engine, children of this one."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    children = {int(pid) for task in tasks for pid in (task / "children").read_text().split()}
    return {
        pid for pid in children if b"sandbox_helper" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }
