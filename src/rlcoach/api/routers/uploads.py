"""Sending replays in, and asking what has become of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from rlcoach.api.dependencies import Db, ReaderOrWriter, Runtime, Writer
from rlcoach.api.guarded_route import GuardedRoute
from rlcoach.api.multipart import FIELD, receive_files
from rlcoach.api.problems import responses
from rlcoach.api.schemas.uploads import UploadAnswer, UploadBatchRead, UploadedFileRead
from rlcoach.db.models import UploadSource
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.tokens.views import Caller
from rlcoach.services.uploads import service
from rlcoach.services.uploads.admission import check_admission
from rlcoach.services.uploads.at_once import analyse_first
from rlcoach.services.uploads.limits import ANALYSED_AT_ONCE
from rlcoach.services.uploads.views import Uploader

router = APIRouter(prefix="/api/v1", tags=["uploads"], route_class=GuardedRoute)

_WATCHER = "rlcoach-watch/"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {
                        FIELD: {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Up to 50 .replay files of at most 10 MB each.",
                        }
                    },
                }
            }
        },
    }
}


@router.post(
    "/replays/upload",
    operation_id="uploadReplays",
    response_model=UploadAnswer,
    responses=responses(413, 429),
    openapi_extra=_BODY,
)
async def upload(request: Request, caller: Writer, runtime: Runtime) -> UploadAnswer:
    """Takes replays in; the same bytes a second time change nothing.

    Each file is answered for itself. The first three new ones are analysed before the answer.
    """
    # No transaction may be open while a slow sender sends: each step has its own.
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        await check_admission(db, caller.user_id, disk=runtime.uploads.disk, now=runtime.clock())
    with runtime.folder_of_request() as folder:
        files = await receive_files(request, folder)
        answer = await service.accept_batch(
            files,
            _uploader(caller, request),
            runtime=runtime.uploads,
            analysed_at_once=0 if runtime.process is None else ANALYSED_AT_ONCE,
        )
    if runtime.process is not None:
        answer = await analyse_first(
            answer, caller.user_id, process=runtime.process, runtime=runtime.uploads
        )
    return UploadAnswer.of(answer)


@router.get(
    "/uploads/batches/{upload_id}",
    operation_id="readUploadBatch",
    response_model=UploadBatchRead,
    responses=responses(404),
)
async def read_batch(upload_id: UUID, caller: ReaderOrWriter, db: Db) -> UploadBatchRead:
    """How far the new files of an upload have come."""
    files = await service.read_batch(db, caller.user_id, upload_id)
    return UploadBatchRead(upload_id=upload_id, files=[UploadedFileRead.of(each) for each in files])


@router.get(
    "/uploads/{uploaded_replay_id}",
    operation_id="readUploadedFile",
    response_model=UploadedFileRead,
    responses=responses(404),
)
async def read_uploaded_file(
    uploaded_replay_id: UUID, caller: ReaderOrWriter, db: Db
) -> UploadedFileRead:
    """How far one file has come."""
    return UploadedFileRead.of(
        await service.read_uploaded_file(db, caller.user_id, uploaded_replay_id)
    )


def _uploader(caller: Caller, request: Request) -> Uploader:
    if caller.api_token_id is None:
        source = UploadSource.WEB
    elif request.headers.get("User-Agent", "").startswith(_WATCHER):
        source = UploadSource.WATCHER
    else:
        source = UploadSource.API
    return Uploader(caller.user_id, source, caller.api_token_id)
