"""An API that asks both servers on each request, and has the worker do something."""

import os

import asyncpg
import redis.asyncio
from fastapi import FastAPI

from tests.host.small.worker import note


def create_app() -> FastAPI:
    """The application."""
    app = FastAPI()

    @app.get("/health/ready")
    async def ready() -> dict[str, int]:
        """How often the product has been started."""
        connection = await asyncpg.connect(os.environ["DATABASE_URL"])
        try:
            starts: int = await connection.fetchval("SELECT count(*) FROM starts")
        finally:
            await connection.close()
        async with redis.asyncio.from_url(os.environ["REDIS_URL"]) as client:
            await client.ping()
        return {"starts": starts}

    @app.post("/notes/{text}")
    def write(text: str) -> None:
        """Leaves a note with the worker."""
        note.delay(text)

    @app.get("/notes/{text}")
    async def read(text: str) -> bool:
        """Whether the worker has taken the note."""
        async with redis.asyncio.from_url(os.environ["REDIS_URL"]) as client:
            return bool(await client.exists(f"note:{text}"))

    return app
