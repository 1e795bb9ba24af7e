"""A user's play sessions."""

from __future__ import annotations

from fastapi import APIRouter

from rlcoach.api.cursors import After, Limit
from rlcoach.api.dependencies import Db, Reader
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.problems import responses
from rlcoach.api.schemas.play_sessions import PlaySessionPageRead
from rlcoach.services.play_sessions.listing import list_play_sessions

router = APIRouter(prefix="/api/v1/sessions", tags=["play sessions"], route_class=GuardedRoute)


@router.get(
    "",
    operation_id="listPlaySessions",
    response_model=PlaySessionPageRead,
    responses=responses(),
)
async def list_sessions(
    caller: Reader, db: Db, after: After, limit: Limit = 25
) -> PlaySessionPageRead:
    """Your play sessions, newest first."""
    page = await list_play_sessions(db, caller.user_id, after=after, limit=limit)
    return PlaySessionPageRead.of(page)
