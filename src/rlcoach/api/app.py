"""The API as an application; `rlcoach.host.api_process` gives it what it works with.

It listens on this machine alone, and knows no cookies: whoever asks shows a token in a header.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi_offline import FastAPIOffline

import rlcoach
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.problems import Problem, install_problems
from rlcoach.api.requests import RequestMiddleware
from rlcoach.api.routers import (
    claims,
    health,
    play_sessions,
    replays,
    start_page,
    tokens,
    trends,
    uploads,
    users,
)
from rlcoach.api.runtime import ApiRuntime

ROUTERS = (
    start_page.router,
    health.router,
    uploads.router,
    replays.router,
    play_sessions.router,
    users.router,
    trends.router,
    claims.router,
    tokens.router,
)


OpenRuntime = Callable[[], AbstractAsyncContextManager[ApiRuntime]]
"""Opens what the API works with, and closes it."""


def create_app(open_runtime: OpenRuntime) -> FastAPI:
    """The application; what it works with is opened at its start and closed at its end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_runtime() as runtime:
            app.state.runtime = runtime
            yield

    # With scripts of its own: on the page to try addresses at, a token is typed.
    app = FastAPIOffline(
        redoc_url=None,
        title="rlcoach",
        version=rlcoach.__version__,
        description="Takes Rocket League replays, analyses them, and tells what it found.",
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.router.route_class = GuardedRoute
    app.add_middleware(RequestMiddleware)
    install_problems(app)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The description, with our form of problems in place of the framework's."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["Problem"] = problem
        app.openapi_schema = schema
    return app.openapi_schema
