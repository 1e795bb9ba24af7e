"""Whether the API lives, whether it can work, and its metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from redis.exceptions import RedisError

from rlcoach.api.dependencies import Runtime
from rlcoach.api.problems import problem, responses
from rlcoach.api.runtime import ApiRuntime
from rlcoach.core.errors import AppError
from rlcoach.core.metrics import CONTENT_TYPE, exposition
from rlcoach.db.engine import check_database
from rlcoach.services.uploads.disk import DiskState
from rlcoach.storage.content import ObjectKind, key_of

router = APIRouter(tags=["health"])

_CHECK_SECONDS = 3.0
_ANY_KEY = key_of(ObjectKind.REPORT, "0" * 64)


class Health(BaseModel):
    """That requests can be answered."""

    status: Literal["ready"]
    checks: dict[str, Literal["ok"]] = Field(description="By what was looked at.")
    disk: DiskState = Field(description="At `full` no uploads are taken.")


@router.get("/health/live", operation_id="healthLive")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@router.get(
    "/health/ready",
    operation_id="healthReady",
    response_model=Health,
    responses={503: responses()[503]},
)
async def ready(request: Request, runtime: Runtime) -> Response:
    """Database, queue and storage answer; else a problem whose `checks` say what does not."""
    names = ("database", "redis", "storage")
    found = await asyncio.gather(
        *(_within_time(check) for check in (_database(runtime), _redis(runtime), _storage(runtime)))
    )
    facts = {"checks": dict(zip(names, found, strict=True)), "disk": runtime.uploads.disk.look()}
    if all(word == "ok" for word in found):
        return JSONResponse({"status": "ready", **facts})
    return problem(
        request.scope,
        status=503,
        code="not_ready",
        detail="Something that is needed is not there.",
        facts=facts,
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(runtime: Runtime) -> Response:
    """For Prometheus."""
    runtime.uploads.disk.look()
    return Response(await asyncio.to_thread(exposition), media_type=CONTENT_TYPE)


async def _within_time(check: Awaitable[str]) -> str:
    try:
        return await asyncio.wait_for(check, _CHECK_SECONDS)
    except TimeoutError:
        return "no answer"


async def _database(runtime: ApiRuntime) -> str:
    health = await check_database(runtime.engine)
    return "ok" if health.is_reachable else health.problem or "not reachable"


async def _redis(runtime: ApiRuntime) -> str:
    try:
        await runtime.redis.ping()
    except (RedisError, OSError) as error:
        return type(error).__name__
    return "ok"


async def _storage(runtime: ApiRuntime) -> str:
    try:
        await runtime.stores.hot.exists(_ANY_KEY)
    except AppError as error:
        return type(error).__name__
    return "ok"
