"""A user's replays."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response

from rlcoach.api.cursors import After, Limit
from rlcoach.api.dependencies import Db, Deleter, Reader, Runtime, Writer
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.kinds import KindWord, TeamSize
from rlcoach.api.problems import responses
from rlcoach.api.schemas.replays import (
    MyPlayerUpdate,
    ReplayDetailRead,
    ReplayPageRead,
)
from rlcoach.services.cold_storage.service import bring_back
from rlcoach.services.replays import service
from rlcoach.services.replays.repository import ReplayFilter

router = APIRouter(prefix="/api/v1/replays", tags=["replays"], route_class=GuardedRoute)
ANALYSIS_VERSION_HEADER = "Analysis-Version"


def get_filter(
    playlist: KindWord | None = None,
    mode: KindWord | None = None,
    *,
    team_size: TeamSize | None = None,
    play_session_id: UUID | None = None,
) -> ReplayFilter:
    """Which matches a request asks for."""
    return ReplayFilter(playlist, mode, team_size, play_session_id)


@router.get("", operation_id="listReplays", response_model=ReplayPageRead, responses=responses())
async def list_replays(
    caller: Reader,
    db: Db,
    wanted: Annotated[ReplayFilter, Depends(get_filter)],
    after: After,
    *,
    limit: Limit = 25,
) -> ReplayPageRead:
    """Your matches, newest first."""
    page = await service.list_replays(db, caller.user_id, wanted=wanted, after=after, limit=limit)
    return ReplayPageRead.of(page)


@router.get(
    "/{replay_id}",
    operation_id="readReplay",
    response_model=ReplayDetailRead,
    responses=responses(404),
)
async def read_replay(replay_id: UUID, caller: Reader, db: Db) -> ReplayDetailRead:
    """One of your matches, with all who played it."""
    return ReplayDetailRead.of_detail(await service.read_replay(db, caller.user_id, replay_id))


@router.get(
    "/{replay_id}/report",
    operation_id="readReport",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {}},
            "description": "As docs/report.schema.json.",
            "headers": {
                ANALYSIS_VERSION_HEADER: {
                    "description": "Of what made it, as `analysis_version` of the match.",
                    "schema": {"type": "integer"},
                }
            },
        },
        **responses(404),
    },
)
async def read_report_of(
    replay_id: UUID,
    caller: Reader,
    runtime: Runtime,
    *,
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """The whole report of one of your matches."""
    # No transaction may be open while storage is read.
    async with runtime.sessions() as db:
        report = await service.find_report(db, caller.user_id, replay_id)
    is_gzip = "gzip" in accept_encoding.lower()
    hot = runtime.stores.hot
    content = await (hot.get_compressed(report.key) if is_gzip else hot.get(report.key))
    headers = {
        "Vary": "Accept-Encoding",
        ANALYSIS_VERSION_HEADER: str(report.analysis_version),
        **({"Content-Encoding": "gzip"} if is_gzip else {}),
    }
    return Response(content, media_type="application/json", headers=headers)


@router.get(
    "/{replay_id}/file",
    operation_id="readReplayFile",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The .replay file."},
        **responses(404),
    },
)
async def read_file(replay_id: UUID, caller: Reader, runtime: Runtime) -> Response:
    """The file of one of your matches, as you sent it."""
    async with runtime.sessions() as db:
        file, name = await service.find_own_file(db, caller.user_id, replay_id)
    content = await bring_back(runtime.sessions, file, runtime.stores, now=runtime.clock())
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": _attachment(name or f"{replay_id}.replay")},
    )


@router.put(
    "/{replay_id}/player",
    operation_id="choosePlayer",
    response_model=ReplayDetailRead,
    responses=responses(404, 413),
)
async def choose_player(
    replay_id: UUID, body: MyPlayerUpdate, caller: Writer, db: Db
) -> ReplayDetailRead:
    """Says which player of a match you are; nothing else changes that afterwards."""
    await service.choose_player(
        db, caller.user_id, replay_id=replay_id, player_game_id=body.player_id
    )
    return ReplayDetailRead.of_detail(await service.read_replay(db, caller.user_id, replay_id))


@router.delete(
    "/{replay_id}", operation_id="deleteReplay", status_code=204, responses=responses(404)
)
async def delete_replay(replay_id: UUID, caller: Deleter, db: Db, runtime: Runtime) -> None:
    """Takes a match off your account; with its last owner it is deleted altogether."""
    await service.give_up_replay(db, caller.user_id, replay_id=replay_id, now=runtime.clock())


@router.post(
    "/{replay_id}/refuse-sender",
    operation_id="refuseSender",
    status_code=204,
    responses=responses(404, 409),
)
async def refuse_sender(replay_id: UUID, caller: Deleter, runtime: Runtime) -> None:
    """Takes a match off your account that another player's upload gave you.

    All others from the same uploader go as well, and nothing he sends is given to you any more.
    What you sent yourself stays.
    """
    await service.refuse_sender(
        caller.user_id,
        replay_id=replay_id,
        sessions=runtime.sessions,
        sender=runtime.sender,
        now=runtime.clock(),
    )


def _attachment(name: str) -> str:
    """A header that makes a browser save a file under a name, whatever characters it has."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
