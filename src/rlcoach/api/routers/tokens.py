"""A user's API tokens. Only who is signed in deals with them, so that none begets another."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from rlcoach.api.dependencies import CurrentUser, Db, Runtime
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.problems import responses
from rlcoach.api.schemas.tokens import TokenCreate, TokenCreated, TokenList, TokenRead
from rlcoach.db.models import Actor
from rlcoach.services.tokens import service
from rlcoach.services.tokens.service import TokenWish

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"], route_class=GuardedRoute)


@router.post(
    "",
    operation_id="createToken",
    status_code=201,
    response_model=TokenCreated,
    responses=responses(409, 413),
)
async def create_token(
    body: TokenCreate, caller: CurrentUser, db: Db, runtime: Runtime
) -> TokenCreated:
    """Makes a token for a program. It is shown in this answer and never again."""
    return TokenCreated.of_created(
        await service.create_token(
            db,
            caller.user_id,
            TokenWish(body.name, body.scopes, body.expires_at),
            actor=Actor.USER,
            now=runtime.clock(),
        )
    )


@router.get("", operation_id="listTokens", response_model=TokenList, responses=responses())
async def list_tokens(caller: CurrentUser, db: Db) -> TokenList:
    """Your tokens."""
    tokens = await service.list_tokens(db, caller.user_id)
    return TokenList(tokens=[TokenRead.of(each) for each in tokens])


@router.delete("/{token_id}", operation_id="revokeToken", status_code=204, responses=responses(404))
async def revoke_token(token_id: UUID, caller: CurrentUser, db: Db, runtime: Runtime) -> None:
    """Takes a token back, at once and for good."""
    await service.revoke_token(
        db, caller.user_id, token_id=token_id, actor=Actor.USER, now=runtime.clock()
    )
