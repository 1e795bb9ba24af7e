"""Taking files in: looked at, kept, noted, and put into the queue.

A batch goes through three short transactions, with nothing slow inside them: may it come
(`check_admission`), is there room for what is new of it (`_announce`), and what becomes of each
file (`_record`). Every file is stored before it is noted, also one that is known: what is noted is
there then, whoever deletes or moves it meanwhile, and what was lost or damaged is whole again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.clock import Clock
from rlcoach.core.ids import new_id
from rlcoach.core.jobs import JobSender, enqueue
from rlcoach.core.logging import get_logger
from rlcoach.core.metrics import UPLOADED_FILES
from rlcoach.db.models import StorageTier, Upload, UploadedReplay, UploadStatus
from rlcoach.db.unit_of_work import Sessions, unit_of_work
from rlcoach.services.cold_storage.service import change_tier
from rlcoach.services.discarded_objects.service import discard_objects, keep_objects
from rlcoach.services.processing.jobs import PROCESS_UPLOAD
from rlcoach.services.uploads.admission import check_room
from rlcoach.services.uploads.disk import DiskWatch
from rlcoach.services.uploads.errors import Rejection, UploadNotFound
from rlcoach.services.uploads.incoming import ReceivedFile
from rlcoach.services.uploads.preview import HeaderPreview, inspect
from rlcoach.services.uploads.repository import NewFile, UploadRepository
from rlcoach.services.uploads.senders import Senders
from rlcoach.services.uploads.views import (
    BatchAnswer,
    FileAnswer,
    Outcome,
    UploadedFile,
    Uploader,
    uploaded_file,
)
from rlcoach.storage.content import ObjectKind, key_of
from rlcoach.storage.stores import Stores

log = get_logger(__name__)


@dataclass(frozen=True)
class UploadRuntime:
    """What uploads need of the process they come to."""

    sessions: Sessions
    sender: JobSender
    stores: Stores
    clock: Clock
    disk: DiskWatch
    storing: asyncio.Semaphore
    """Files that are held in memory at the same time, to be compressed and stored."""
    senders: Senders


@dataclass(frozen=True)
class _Inspected:
    file: ReceivedFile
    found: HeaderPreview | Rejection

    @property
    def preview(self) -> HeaderPreview | None:
        return self.found if isinstance(self.found, HeaderPreview) else None


async def accept_batch(
    files: Sequence[ReceivedFile],
    uploader: Uploader,
    *,
    runtime: UploadRuntime,
    analysed_at_once: int = 0,
) -> BatchAnswer:
    """Takes the files of one request in. Sending them again changes nothing.

    Args:
        files: in the order sent.
        uploader: who sends them.
        runtime: the process.
        analysed_at_once: so many of the first new files are not put into the queue, because the
            caller analyses them himself.

    Raises:
        UploadLimitReached: none of them is taken, because they are too many for the hour.
        UploadQueueFull: none of them is taken, because too much waits already.
        StorageUnavailable: none of them is taken.
    """
    inspected = [_Inspected(file, await asyncio.to_thread(inspect, file)) for file in files]
    good = {each.file.sha256: each.file for each in inspected if each.preview is not None}
    await _announce(good, uploader, runtime)
    for file in good.values():
        async with runtime.storing:
            content = await asyncio.to_thread(file.path.read_bytes)
            await runtime.stores.hot.put(ObjectKind.REPLAY, content)
    answer = await _record(inspected, uploader, runtime, analysed_at_once)
    for each in answer.files:
        UPLOADED_FILES.labels(outcome=each.outcome.value).inc()
    log.info(
        "upload_taken",
        upload_id=None if answer.upload_id is None else str(answer.upload_id),
        source=uploader.source.value,
        **{f"{outcome.value}_count": _count(answer, outcome) for outcome in Outcome},
    )
    return answer


async def read_uploaded_file(db: AsyncSession, user_id: UUID, row_id: UUID) -> UploadedFile:
    """How far one file has come.

    Raises:
        UploadNotFound: it is not the user's.
    """
    row = await UploadRepository(db, user_id).find(row_id)
    if row is None:
        raise UploadNotFound
    return uploaded_file(row)


async def read_batch(db: AsyncSession, user_id: UUID, upload_id: UUID) -> list[UploadedFile]:
    """How far the new files of a batch have come, in the order sent.

    Raises:
        UploadNotFound: it is not the user's.
    """
    rows = await UploadRepository(db, user_id).find_batch(upload_id)
    if rows is None:
        raise UploadNotFound
    return [uploaded_file(row) for row in rows]


async def _announce(
    good: Mapping[str, ReceivedFile], uploader: Uploader, runtime: UploadRuntime
) -> None:
    """Says that files are about to be stored, by SHA-256, if there is room for what is new."""
    now = runtime.clock()
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        known = await UploadRepository(db, uploader.user_id).find_same_bytes(good)
        new = good.keys() - known.keys()
        if new:
            await check_room(db, uploader.user_id, len(new), now)
        # What is stored and then never noted must not stay; `_record` takes it back. Discarded
        # objects are left alone for longer than a request can take.
        keys = [key_of(ObjectKind.REPLAY, sha256) for sha256 in good]
        await discard_objects(db, keys, tier=StorageTier.HOT, now=now)


async def _record(
    inspected: Sequence[_Inspected],
    uploader: Uploader,
    runtime: UploadRuntime,
    analysed_at_once: int,
) -> BatchAnswer:
    """Notes what came in, in one transaction, as nobody else's request can change it."""
    async with unit_of_work(runtime.sessions, runtime.sender) as db:
        batch = _Batch(db, uploader, runtime.clock(), analysed_at_once)
        await batch.look_up(inspected)
        await batch.check_room()
        await batch.write()
        return batch.answer()


class _Batch:
    """One batch on its way into the database."""

    def __init__(
        self, db: AsyncSession, uploader: Uploader, now: datetime, analysed_at_once: int
    ) -> None:
        self._db = db
        self._uploader = uploader
        self._now = now
        self._analysed_at_once = analysed_at_once
        self._repository = UploadRepository(db, uploader.user_id)
        self._inspected: Sequence[_Inspected] = ()
        self._rows: list[UploadedReplay] = []
        """The row that stands for each file."""
        self._new: set[UUID] = set()
        self._new_files: list[NewFile] = []
        self._upload = Upload(
            id=new_id(),
            user_id=uploader.user_id,
            source=uploader.source,
            api_token_id=uploader.api_token_id,
            created_at=now,
        )

    async def look_up(self, inspected: Sequence[_Inspected]) -> None:
        """Finds the row of each file that is known, and makes one for each that is not."""
        self._inspected = inspected
        await self._repository.lock_uploads()
        hashes = {each.file.sha256 for each in inspected if each.preview is not None}
        by_hash = await self._repository.find_same_bytes(hashes)
        names = {each.file.filename for each in inspected if each.preview is None}
        refused = {_refusal(row): row for row in await self._repository.find_rejected(names)}
        for position, each in enumerate(inspected):
            if isinstance(each.found, Rejection):
                row = self._new_row(position, each, each.found)
                row = refused.setdefault(_refusal(row), row)
            else:
                row = by_hash.get(each.file.sha256) or self._new_row(position, each, None)
                by_hash[each.file.sha256] = row
            if row.upload_id == self._upload.id:
                self._new.add(row.id)
            self._rows.append(row)

    async def check_room(self) -> None:
        """Refuses the batch if it is more than there is room for."""
        if self._new:
            await check_room(self._db, self._uploader.user_id, len(self._new), self._now)

    async def write(self) -> None:
        """Writes what is new, and collects its jobs; files that are known are whole again."""
        good = {each.file.sha256: each for each in self._inspected if each.preview}
        files = await self._repository.keep_files(
            [_new_file(each.file, each.preview) for each in good.values() if each.preview]
        )
        for file in files.values():
            # Somebody wants it, and what was stored just now is whole, whatever the cold copy is.
            await change_tier(self._db, file, StorageTier.HOT, self._now)
        await keep_objects(
            self._db, [file.object_key for file in files.values()], tier=StorageTier.HOT
        )
        pairs = list(zip(self._inspected, self._rows, strict=True))
        # A file that stands twice in a batch has one row.
        new = {row.id: (each, row) for each, row in reversed(pairs) if row.id in self._new}
        if not new:
            return
        self._db.add(self._upload)
        await self._db.flush()
        waiting = 0
        for each, row in sorted(new.values(), key=lambda pair: pair[1].position):
            self._db.add(row)
            if each.preview is None:
                continue
            row.file_id = files[each.file.sha256].id
            waiting += 1
            if waiting > self._analysed_at_once:
                row.job_sent_at = self._now
                enqueue(self._db, PROCESS_UPLOAD, {"uploaded_replay_id": str(row.id)})
        await self._db.flush()

    def answer(self) -> BatchAnswer:
        """What is told about each file."""
        uploads = {self._upload.id} if self._new else {row.upload_id for row in self._rows}
        told: set[UUID] = set()
        answers = []
        for each, row in zip(self._inspected, self._rows, strict=True):
            if each.preview is None:
                outcome = Outcome.REJECTED
            elif row.id in self._new and row.id not in told:
                outcome = Outcome.ACCEPTED
            else:
                outcome = Outcome.DUPLICATE
            told.add(row.id)
            answers.append(
                FileAnswer(
                    outcome=outcome,
                    file=each.file,
                    uploaded_replay_id=None if outcome is Outcome.REJECTED else row.id,
                    replay_id=row.replay_id,
                    code=row.error_code,
                    sentence=row.error_sentence,
                    preview=each.preview,
                )
            )
        return BatchAnswer(uploads.pop() if len(uploads) == 1 else None, tuple(answers))

    def _new_row(
        self, position: int, each: _Inspected, rejection: Rejection | None
    ) -> UploadedReplay:
        return UploadedReplay(
            id=new_id(),
            upload_id=self._upload.id,
            user_id=self._uploader.user_id,
            position=position,
            filename=each.file.filename,
            file_size_bytes=None if each.file.is_too_large else each.file.size_bytes,
            status=UploadStatus.PENDING if rejection is None else UploadStatus.REJECTED,
            error_code=None if rejection is None else rejection.code,
            error_sentence=None if rejection is None else rejection.sentence,
            uploaded_at=self._now,
            processed_at=None if rejection is None else self._now,
        )


def _refusal(row: UploadedReplay) -> tuple[str, int | None, str | None]:
    """What makes two refused files the same, as their bytes are not kept."""
    return row.filename, row.file_size_bytes, row.error_code


def _new_file(file: ReceivedFile, preview: HeaderPreview) -> NewFile:
    header = asdict(preview)
    if preview.saved_at_local is not None:
        header["saved_at_local"] = preview.saved_at_local.isoformat()
    return NewFile(
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        object_key=key_of(ObjectKind.REPLAY, file.sha256),
        header=header,
    )


def _count(answer: BatchAnswer, outcome: Outcome) -> int:
    return sum(each.outcome is outcome for each in answer.files)
