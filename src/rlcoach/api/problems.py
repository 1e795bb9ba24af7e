"""One form for everything that goes wrong: `application/problem+json`, with the request's id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from rlcoach.core.errors import AppError, TooLarge, Unavailable
from rlcoach.core.logging import get_logger
from rlcoach.db.engine import is_outage

log = get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
_OUTAGE_RETRY_SECONDS = 5
_CODES = {404: "not_found", 405: "method_not_allowed"}
_SHOWN_FIELDS = 20
_SHOWN_CHARACTERS = 200


class RequestMalformed(AppError):
    """What was sent cannot be read."""

    status = 422
    code = "malformed_request"
    sentence = "The request is not as this address expects it."


_OF_BODIES: Mapping[int, type[AppError]] = {400: RequestMalformed, 413: TooLarge}
"""By the statuses with which the framework gives up reading a body."""


class FieldProblem(BaseModel):
    """One part of a request that cannot be read."""

    where: str = Field(description="For example `body.time_zone` or `query.limit`.")
    what: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). Further members are facts about this problem."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="`urn:rlcoach:problem:` and the code.")
    title: str = Field(description="The status in words.")
    status: int
    code: str = Field(description="For programs; stays the same when the words change.")
    detail: str = Field(description="A sentence for the user.")
    request_id: str | None = Field(description="To be named when asking for help.")
    errors: list[FieldProblem] | None = Field(None, description="With status 422.")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The declaration of statuses a route may answer with, beside those of every route."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({401, 403, 422, 503, *statuses})
    }


def problem(
    scope: Mapping[str, Any],
    *,
    status: int,
    code: str,
    detail: str,
    facts: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The response of a problem to the request of an ASGI scope."""
    content = {
        **(facts or {}),
        "type": f"urn:rlcoach:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": scope.get("state", {}).get("request_id"),
    }
    return JSONResponse(content, status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def app_problem(scope: Mapping[str, Any], error: AppError) -> JSONResponse:
    """The response of an expected error."""
    headers = {}
    facts = dict(error.details)
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(error.retry_after_seconds)
        facts["retry_after_seconds"] = error.retry_after_seconds
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        scope,
        status=error.status,
        code=error.code,
        detail=error.sentence,
        facts=facts,
        headers=headers,
    )


def unexpected_problem(scope: Mapping[str, Any], error: Exception) -> JSONResponse:
    """The response of what nobody expected: an outage is told apart from a bug."""
    if is_outage(error) or isinstance(error, RedisError):
        log.warning("outage", kind=type(error).__name__)
        sentence = "This is not available at the moment. Please try again in a few seconds."
        return app_problem(scope, Unavailable(sentence, retry_after_seconds=_OUTAGE_RETRY_SECONDS))
    log.error("request_failed", exc_info=error)
    return app_problem(scope, AppError())


def install_problems(app: FastAPI) -> None:
    """Makes an application answer with problems."""
    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(RequestValidationError, _on_malformed)
    app.add_exception_handler(HTTPException, _on_http_error)
    # Within the application, so that the connection of a failed request is given back first.
    app.add_exception_handler(SQLAlchemyError, _on_unexpected)
    app.add_exception_handler(OSError, _on_unexpected)


async def _on_app_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AppError):
        raise error
    if error.is_fault:
        log.error("request_failed", exc_info=error)
    return app_problem(request.scope, error)


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    return unexpected_problem(request.scope, error)


async def _on_malformed(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = error.errors()[:_SHOWN_FIELDS]
    return problem(
        request.scope,
        status=RequestMalformed.status,
        code=RequestMalformed.code,
        detail=RequestMalformed.sentence,
        facts={"errors": [_field_problem(fault) for fault in faults]},
    )


def _field_problem(fault: Mapping[str, Any]) -> dict[str, str]:
    """Where and what; never the value, which may be a secret."""
    location: Sequence[object] = fault["loc"]
    # Names of fields are the sender's too, and need not be text that can be sent.
    where = ".".join(map(str, location)).encode("utf-8", "replace").decode("utf-8")
    return {"where": where[:_SHOWN_CHARACTERS], "what": str(fault["msg"])}


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    if of_body := _OF_BODIES.get(error.status_code):
        return app_problem(request.scope, of_body())
    phrase = HTTPStatus(error.status_code).phrase
    return problem(
        request.scope,
        status=error.status_code,
        code=_CODES.get(error.status_code, "http_error"),
        detail=f"{phrase}: there is nothing at this address, or not in this way.",
        headers=error.headers,
    )
