"""Other accounts a user calls his own. They label players in files he sent, and open nothing."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from rlcoach.api.dependencies import CurrentUser, Db, Reader, Runtime
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.problems import responses
from rlcoach.api.schemas.claims import ClaimCreate, ClaimList, ClaimRead
from rlcoach.services.claims import service
from rlcoach.services.play_sessions.outdated import is_outdated

router = APIRouter(prefix="/api/v1/user/claims", tags=["user"], route_class=GuardedRoute)


@router.get("", operation_id="listClaims", response_model=ClaimList, responses=responses())
async def list_claims(caller: Reader, db: Db) -> ClaimList:
    """The accounts you call yours."""
    claims = await service.list_claims(db, caller.user_id)
    return ClaimList(
        claims=[ClaimRead.of(each) for each in claims],
        is_play_outdated=await is_outdated(db, caller.user_id),
    )


@router.post(
    "",
    operation_id="addClaim",
    status_code=201,
    response_model=ClaimRead,
    responses=responses(404, 409, 413),
)
async def add_claim(body: ClaimCreate, caller: CurrentUser, db: Db, runtime: Runtime) -> ClaimRead:
    """Says that a player is you by another account; the files you sent follow a little later.

    It shows you nothing that others sent: for that, sign in with the account.
    """
    return ClaimRead.of(
        await service.add_claim(
            db, caller.user_id, player_game_id=body.player_id, now=runtime.clock()
        )
    )


@router.delete("/{claim_id}", operation_id="removeClaim", status_code=204, responses=responses(404))
async def remove_claim(claim_id: UUID, caller: CurrentUser, db: Db, runtime: Runtime) -> None:
    """Takes it back, and what it labelled; who you chose to be in a match you stay."""
    await service.remove_claim(db, caller.user_id, claim_id=claim_id, now=runtime.clock())
