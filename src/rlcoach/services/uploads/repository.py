"""All that is asked of the database about uploads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, update
from sqlalchemy.dialects.postgresql import insert

from rlcoach.db.locks import lock_name
from rlcoach.db.models import (
    ReplayFile,
    Upload,
    UploadedReplay,
    UploadStatus,
)
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.processing.failures import FAULTS_OF_OURS

_OPEN = (UploadStatus.PENDING, UploadStatus.PROCESSING)


@dataclass(frozen=True)
class NewFile:
    """The bytes of a file, as they are to be kept."""

    sha256: str
    size_bytes: int
    object_key: str
    header: Mapping[str, object]


class UploadRepository(OwnedRepository):
    """Uploads of a user."""

    async def find(self, uploaded_replay_id: UUID) -> UploadedReplay | None:
        """One file of an upload."""
        query = self.mine(UploadedReplay).where(UploadedReplay.id == uploaded_replay_id)
        row: UploadedReplay | None = await self.db.scalar(query)
        return row

    async def find_batch(self, upload_id: UUID) -> Sequence[UploadedReplay] | None:
        """The files of an upload, in the order sent; None where there is no such upload."""
        if await self.db.scalar(self.mine(Upload).where(Upload.id == upload_id)) is None:
            return None
        query = self.mine(UploadedReplay).where(UploadedReplay.upload_id == upload_id)
        return (await self.db.scalars(query.order_by(UploadedReplay.position))).all()

    async def times_since(self, moment: datetime) -> Sequence[datetime]:
        """When files came in after a moment, the oldest first."""
        query = self.mine(UploadedReplay).where(UploadedReplay.uploaded_at > moment)
        times = query.with_only_columns(UploadedReplay.uploaded_at)
        return (await self.db.scalars(times.order_by(UploadedReplay.uploaded_at))).all()

    async def find_same_bytes(self, hashes: Collection[str]) -> dict[str, UploadedReplay]:
        """What the user need not send again, by SHA-256; the first row of each."""
        # Its check constraint makes the code null with any other status.
        is_worth_another_try = UploadedReplay.error_code.in_(FAULTS_OF_OURS)
        query = (
            self.mine(UploadedReplay, ReplayFile.sha256)
            .join(ReplayFile, ReplayFile.id == UploadedReplay.file_id)
            .where(ReplayFile.sha256.in_(hashes), is_worth_another_try.is_not(True))
            .order_by(UploadedReplay.uploaded_at.desc())
        )
        return {sha256: row for row, sha256 in (await self.db.execute(query))}

    async def find_rejected(self, filenames: Collection[str]) -> Sequence[UploadedReplay]:
        """What was refused already under these names."""
        query = self.mine(UploadedReplay).where(
            UploadedReplay.status == UploadStatus.REJECTED,
            UploadedReplay.filename.in_(filenames),
        )
        return (await self.db.scalars(query)).all()

    async def lock_uploads(self) -> None:
        """Lets the user's other uploads wait, so that no two of them store the same."""
        await lock_name(self.db, f"uploads of {self.user_id}")

    async def keep_files(self, files: Sequence[NewFile]) -> dict[str, ReplayFile]:
        """Rows for files, new or known, locked against being deleted or moved; by SHA-256."""
        if not files:
            return {}
        # Always in the same order, so that two batches with the same files do not block each other.
        rows = [
            {
                "sha256": file.sha256,
                "size_bytes": file.size_bytes,
                "object_key": file.object_key,
                "header": dict(file.header),
            }
            for file in sorted(files, key=lambda file: file.sha256)
        ]
        new = insert(ReplayFile).values(rows)
        # An update that changes nothing waits for who is deleting the row, and keeps others off.
        kept = new.on_conflict_do_update(
            index_elements=[ReplayFile.sha256], set_={"size_bytes": new.excluded.size_bytes}
        ).returning(ReplayFile)
        found = await self.db.scalars(kept, execution_options={"populate_existing": True})
        return {file.sha256: file for file in found}

    async def return_to_queue(self, uploaded_replay_id: UUID, now: datetime) -> bool:
        """Makes a row wait for a job that is sent now, unless it is done, or is to wait longer.

        What is to be tried later is left to the sweeper: a job now would be refused.
        """
        changed = await self.db.scalar(
            update(UploadedReplay)
            .where(
                UploadedReplay.id == uploaded_replay_id,
                UploadedReplay.user_id == self.user_id,
                UploadedReplay.status.in_(_OPEN),
                UploadedReplay.not_before.is_(None),
            )
            .values(status=UploadStatus.PENDING, claim_id=None, claimed_at=None, job_sent_at=now)
            .returning(UploadedReplay.id)
        )
        return changed is not None

    async def count_open(self) -> int:
        """How many files wait or are being analysed."""
        query = self.mine(UploadedReplay).where(UploadedReplay.status.in_(_OPEN))
        return await self._count(query.with_only_columns(func.count()))

    async def count_finished_since(self, moment: datetime) -> int:
        """How many analyses ended after a moment."""
        query = self.mine(UploadedReplay).where(
            UploadedReplay.processed_at > moment,
            UploadedReplay.status.in_((UploadStatus.COMPLETED, UploadStatus.FAILED)),
        )
        return await self._count(query.with_only_columns(func.count()))

    async def _count(self, query: Select[Any]) -> int:
        number: int | None = await self.db.scalar(query)
        return number or 0
