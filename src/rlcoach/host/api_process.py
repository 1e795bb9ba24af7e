"""The API, put together: `uvicorn rlcoach.host.api_process:create_app --factory`.

Here it gets its way into the queue, which only the worker's side knows how to speak to.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from fastapi import FastAPI

from rlcoach.api import app
from rlcoach.api.runtime import ApiRuntime, open_runtime
from rlcoach.core.logging import configure_logging
from rlcoach.core.settings import load_settings
from rlcoach.worker.sender import create_sender


def create_app() -> FastAPI:
    """The API, as the environment says."""
    return app.create_app(_open_runtime)


@asynccontextmanager
async def _open_runtime() -> AsyncIterator[ApiRuntime]:
    settings = load_settings()
    configure_logging(settings.log_level)
    with closing(create_sender(settings.needed("redis_url"))) as sender:
        async with open_runtime(settings, sender) as runtime:
            yield runtime
