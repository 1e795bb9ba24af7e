"""The API as an application: `uvicorn rlcoach.api.app:create_app --factory`.

It listens on this machine alone, and knows no cookies: whoever asks shows a token in a header.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import rlcoach
from rlcoach.api.problems import Problem, install_problems
from rlcoach.api.requests import RequestMiddleware
from rlcoach.api.routers import health, replays, start_page, tokens, uploads, users
from rlcoach.api.runtime import ApiRuntime, open_runtime
from rlcoach.core.jobs import KeptJobs
from rlcoach.core.logging import configure_logging, get_logger
from rlcoach.core.settings import load_settings

log = get_logger(__name__)

ROUTERS = (
    start_page.router,
    health.router,
    uploads.router,
    replays.router,
    users.router,
    tokens.router,
)


def create_app(runtime: ApiRuntime | None = None) -> FastAPI:
    """The application.

    Args:
        runtime: what it works with; by default that is opened at its start, as the settings say,
            and closed at its end.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if runtime is not None:
            yield
            return
        settings = load_settings()
        configure_logging(settings.log_level)
        for feature in settings.features_off():
            log.info("feature_off", feature_name=feature.name)
        async with open_runtime(settings, KeptJobs()) as opened:
            app.state.runtime = opened
            yield

    app = FastAPI(
        title="rlcoach",
        version=rlcoach.__version__,
        description="Takes Rocket League replays, analyses them, and tells what it found.",
        lifespan=lifespan,
        redirect_slashes=False,
    )
    if runtime is not None:
        app.state.runtime = runtime
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
