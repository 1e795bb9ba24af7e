"""Files that led to no match stay for a week and no longer."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.db.models import ReplayFile, StorageTier, UploadedReplay, UploadStatus, User
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.engine.sandbox import SandboxFailure
from rlcoach.services.discarded_objects.files import (
    KEPT_WITHOUT_MATCH,
    discard_files_without_match,
)
from rlcoach.services.discarded_objects.service import GRACE, delete_discarded
from rlcoach.services.processing.service import process_upload
from rlcoach.storage.stores import Stores
from tests.builders.match_files import match_file
from tests.builders.rows import NOW, make_file, make_replay, make_upload, make_uploaded_replay
from tests.fixtures.processing import Processing

LATER = NOW + KEPT_WITHOUT_MATCH + timedelta(seconds=1)
LONG_AGO = NOW - timedelta(days=90)


class OutOfMemory:
    """An analyser that fails for good."""

    def analyze(self, _: bytes, /) -> SandboxFailure:
        """Fails."""
        return SandboxFailure("out_of_memory", "MemoryError", "Too large.")


async def failed(processing: Processing, user: User) -> UploadedReplay:
    """A file that was uploaded now and could not be analysed."""
    row_id = await processing.accepted(user, match_file())
    async with processing.sessions() as db, db.begin():
        await db.execute(update(ReplayFile).values(stored_at=NOW))
    await process_upload(row_id, runtime=processing.with_sandbox(OutOfMemory()).runtime)
    return await processing.uploaded(row_id)


async def discard(processing: Processing, days: float = 7.001) -> int:
    """Gives up what is due after so many days."""
    async with processing.sessions() as db, db.begin():
        return await discard_files_without_match(db, now=NOW + timedelta(days=days))


async def number_of_files(processing: Processing) -> int:
    """Rows of files."""
    async with processing.sessions() as db:
        return await db.scalar(select(func.count()).select_from(ReplayFile)) or 0


class TestAFailedFile:
    async def test_goes_after_a_week_with_its_object(self, processing: Processing) -> None:
        row = await failed(processing, await processing.user())
        assert row.status is UploadStatus.FAILED
        async with processing.sessions() as db:
            key = (await db.scalars(select(ReplayFile.object_key))).one()
        assert await discard(processing) == 1
        assert await number_of_files(processing) == 0
        later = LATER + 2 * GRACE
        await delete_discarded(processing.sessions, processing.stores, now=later)
        assert not await processing.stores.hot.exists(key)
        row = await processing.uploaded(row.id)
        assert (row.status, row.error_code, row.file_id) == ("failed", "out_of_memory", None)

    async def test_is_there_for_a_week_to_be_tried_again(self, processing: Processing) -> None:
        await failed(processing, await processing.user())
        assert await discard(processing, days=6.9) == 0

    async def test_stays_while_somebody_has_just_sent_it(self, processing: Processing) -> None:
        user = await processing.user()
        await failed(processing, user)
        processing.clock.move(days=6)
        await failed_again(processing, user)
        assert await discard(processing, days=12.9) == 0
        assert await discard(processing, days=13.1) == 1

    async def test_stays_while_its_analysis_is_due(self, processing: Processing) -> None:
        row = await failed(processing, await processing.user())
        async with processing.sessions() as db, db.begin():
            again = await db.get_one(UploadedReplay, row.id)
            again.status, again.processed_at = UploadStatus.PENDING, None
            again.error_code = again.error_sentence = None
        assert await discard(processing, days=30) == 0

    async def test_goes_when_its_sender_is_gone(self, processing: Processing) -> None:
        user = await processing.user()
        await failed(processing, user)
        async with processing.sessions() as db, db.begin():
            await db.execute(delete(User).where(User.id == user.id))
        assert await discard(processing) == 1

    async def test_goes_from_cold_storage_too(self, processing: Processing) -> None:
        cold = processing.stores.cold
        assert cold is not None
        await failed(processing, await processing.user())
        async with processing.sessions() as db, db.begin():
            file = (await db.scalars(select(ReplayFile))).one()
            file.tier = StorageTier.COLD
        await processing.stores.hot.copy_to(cold, file.object_key)
        await discard(processing)
        await delete_discarded(processing.sessions, processing.stores, now=LATER + 2 * GRACE)
        assert not await cold.exists(file.object_key)


async def failed_again(processing: Processing, user: User) -> None:
    """The same file, sent once more."""
    row_id: UUID = await processing.accepted(user, match_file())
    await process_upload(row_id, runtime=processing.with_sandbox(OutOfMemory()).runtime)


class TestOtherFiles:
    async def test_of_a_match_stay(self, processing: Processing) -> None:
        async with processing.sessions() as db, db.begin():
            replay = await make_replay(db)
            await make_file(db, replay_id=replay.id, stored_at=LONG_AGO)
        assert await discard(processing) == 0

    async def test_that_come_again_at_this_moment_are_left_alone(
        self, own_engine: AsyncEngine, stores: Stores
    ) -> None:
        """The upload holds the row; it is not waited for, and found when it is done."""
        committed = Processing(create_sessions(own_engine), stores, OutOfMemory())
        user = await committed.user()
        async with committed.sessions() as db, db.begin():
            file = await make_file(db, stored_at=LONG_AGO)
        async with committed.sessions() as uploading, uploading.begin():
            await uploading.get_one(ReplayFile, file.id, with_for_update=True)
            upload = await make_upload(uploading, user)
            await make_uploaded_replay(uploading, upload, file_id=file.id)
            assert await discard(committed) == 0
        assert await discard(committed, days=30) == 0

    async def test_without_any_upload_go(self, processing: Processing) -> None:
        async with processing.sessions() as db, db.begin():
            await make_file(db, stored_at=LONG_AGO)
        assert await discard(processing) == 1
