"""What routes ask for: the runtime, a transaction, and who is calling."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.api.runtime import ApiRuntime
from rlcoach.auth.api_tokens import Scope
from rlcoach.auth.entitlements import COACH, require
from rlcoach.auth.errors import TokenInvalid, UpgradeRequired
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.tokens.views import Caller
from rlcoach.services.users.service import read_subscriber

UPGRADE_PATH = "/pricing"

bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token of the site, or an API token `rlc_…`.",
)


def get_runtime(request: Request) -> ApiRuntime:
    """What the process holds open."""
    return cast("ApiRuntime", request.app.state.runtime)


Runtime = Annotated[ApiRuntime, Depends(get_runtime)]


async def get_db(runtime: Runtime) -> AsyncIterator[AsyncSession]:
    """One transaction for the request, committed before its answer leaves."""
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        yield db


# Otherwise the framework would end it only after the answer was sent.
Db = Annotated[AsyncSession, Depends(get_db, scope="function")]


async def get_caller(
    request: Request,
    _: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Caller:
    """Who is calling: the route has asked for his token already (`GuardedRoute`)."""
    return cast("Caller", request.state.caller)


CurrentUser = Annotated[Caller, Security(get_caller)]
"""Somebody who is signed in; no API token will do."""
Reader = Annotated[Caller, Security(get_caller, scopes=[Scope.READ.value])]
Writer = Annotated[Caller, Security(get_caller, scopes=[Scope.WRITE.value])]
ReaderOrWriter = Annotated[
    Caller, Security(get_caller, scopes=[Scope.READ.value, Scope.WRITE.value])
]
Deleter = Annotated[Caller, Security(get_caller, scopes=[Scope.DELETE.value])]


async def get_pro_user(caller: CurrentUser, runtime: Runtime) -> Caller:
    """Somebody who pays, or whose payment is a little late."""
    async with runtime.sessions() as db:
        user = await read_subscriber(db, caller.user_id)
    if user is None:
        raise TokenInvalid
    try:
        require(user, COACH, now=runtime.clock())
    except UpgradeRequired as refusal:
        raise UpgradeRequired(details={**refusal.details, "upgrade_url": UPGRADE_PATH}) from None
    return caller


ProUser = Annotated[Caller, Depends(get_pro_user)]
