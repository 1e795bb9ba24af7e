"""A user's account."""

from __future__ import annotations

from fastapi import APIRouter

from rlcoach.api.dependencies import CurrentUser, Db, Reader, Runtime
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.problems import responses
from rlcoach.api.schemas.users import AnalysisProgressRead, ProfileRead, ProfileUpdate
from rlcoach.services.reanalysis.service import progress_of
from rlcoach.services.users import service
from rlcoach.services.users.service import ProfileChange

router = APIRouter(prefix="/api/v1/user", tags=["user"], route_class=GuardedRoute)


@router.get(
    "/profile", operation_id="readProfile", response_model=ProfileRead, responses=responses()
)
async def read_profile(caller: Reader, db: Db) -> ProfileRead:
    """Your account."""
    return ProfileRead.of(await service.read_profile(db, caller.user_id))


@router.patch(
    "/profile", operation_id="updateProfile", response_model=ProfileRead, responses=responses(413)
)
async def update_profile(
    body: ProfileUpdate, caller: CurrentUser, db: Db, runtime: Runtime
) -> ProfileRead:
    """Changes your account; play sessions and days follow a little later."""
    change = ProfileChange(**body.model_dump())
    return ProfileRead.of(
        await service.change_profile(db, caller.user_id, change, now=runtime.clock())
    )


@router.get(
    "/analysis",
    operation_id="readAnalysisProgress",
    response_model=AnalysisProgressRead,
    responses=responses(),
)
async def read_analysis_progress(caller: Reader, db: Db) -> AnalysisProgressRead:
    """How many of your matches the newest analysis has seen."""
    return AnalysisProgressRead.of(await progress_of(db, caller.user_id))
