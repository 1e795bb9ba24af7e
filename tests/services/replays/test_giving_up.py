"""Giving a match up, as the last one or beside others, and while files of it are coming in."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.db.models import Replay, ReplayFile, UploadedReplay, UploadStatus, User, UserReplay
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.cold_storage.service import MOVED_AFTER, move_old_files
from rlcoach.services.discarded_objects.service import GRACE, delete_discarded
from rlcoach.services.processing.service import process_upload
from rlcoach.services.replays.service import give_up_replay
from rlcoach.services.uploads.repository import NewFile, UploadRepository
from rlcoach.services.uploads.service import UploadRuntime, accept_batch
from rlcoach.services.uploads.views import Outcome
from rlcoach.storage.stores import Stores
from tests.builders.match_files import match_file
from tests.builders.rows import make_upload, make_uploaded_replay
from tests.fixtures.processing import Processing
from tests.services.uploads.batches import received_file, uploader


async def give_up(processing: Processing, user: User, replay_id: UUID | None) -> None:
    """The user deletes a match."""
    assert replay_id is not None
    async with processing.sessions() as db, db.begin():
        await give_up_replay(db, user.id, replay_id=replay_id, now=processing.clock())


class TestTheLastOwner:
    async def test_leaves_nothing_in_either_storage(self, processing: Processing) -> None:
        user, stores = await processing.user(), processing.stores
        assert stores.cold is not None
        row = await processing.process(user, match_file())
        sessions, now = processing.sessions, processing.clock()
        async with sessions() as db, db.begin():
            long_ago = now - MOVED_AFTER - timedelta(days=1)
            await db.execute(update(ReplayFile).values(stored_at=long_ago))
            replay = (await db.scalars(select(Replay))).one()
            file = (await db.scalars(select(ReplayFile))).one()
        assert await move_old_files(sessions, stores, now=now) == 1
        assert await stores.cold.exists(file.object_key)
        await give_up(processing, user, row.replay_id)
        await delete_discarded(sessions, stores, now=now + 2 * GRACE)
        assert replay.frames_key is not None
        for key in (file.object_key, replay.report_key, replay.frames_key):
            assert not await stores.hot.exists(key)
            assert not await stores.cold.exists(key)


class TestAFileThatIsSentAgain:
    async def test_is_his_again_also_while_others_kept_the_match(
        self, processing: Processing, upload_runtime: UploadRuntime, tmp_path: Path
    ) -> None:
        user, other = await processing.user(), await processing.user()
        row = await processing.process(user, match_file())
        await processing.process(other, match_file())
        await give_up(processing, user, row.replay_id)
        assert not await owns(processing, user, row.replay_id)
        assert await owns(processing, other, row.replay_id)
        files = [received_file(tmp_path, "again.replay", match_file())]
        (answer,) = (await accept_batch(files, uploader(user), runtime=upload_runtime)).files
        assert answer.outcome is Outcome.ACCEPTED
        assert answer.uploaded_replay_id is not None
        await process_upload(answer.uploaded_replay_id, runtime=processing.runtime)
        assert await owns(processing, user, row.replay_id)


class TestAFileThatComesAtThisMoment:
    async def test_is_waited_for_and_stays(
        self, own_engine: AsyncEngine, processing: Processing, stores: Stores
    ) -> None:
        """An upload has noted the file and has not committed yet, when its last owner deletes."""
        committed = replace(processing, sessions=create_sessions(own_engine), stores=stores)
        user, other = await committed.user(), await committed.user()
        row = await committed.process(user, match_file())
        async with committed.sessions() as db:
            file = (await db.scalars(select(ReplayFile))).one()
        async with committed.sessions() as uploading, uploading.begin():
            again = NewFile(file.sha256, file.size_bytes, file.object_key, header={})
            await UploadRepository(uploading, other.id).keep_files([again])
            upload = await make_upload(uploading, other)
            coming = await make_uploaded_replay(uploading, upload, file_id=file.id)
            deletion = asyncio.create_task(give_up(committed, user, row.replay_id))
            await until_somebody_waits(committed)
        await deletion
        assert await process_upload(coming.id, runtime=committed.runtime) is UploadStatus.COMPLETED
        async with committed.sessions() as db:
            stored = await db.get_one(UploadedReplay, coming.id)
        assert (stored.file_id, stored.replay_id) == (file.id, row.replay_id)
        assert await owns(committed, other, row.replay_id)


async def until_somebody_waits(processing: Processing) -> None:
    """Until a transaction waits for another."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(30):
        while True:
            async with processing.sessions() as db:
                if await db.scalar(query):
                    return
            await asyncio.sleep(0.02)


async def owns(processing: Processing, user: User, replay_id: UUID | None) -> bool:
    """Whether a match is a user's."""
    async with processing.sessions() as db:
        query = select(UserReplay).where(UserReplay.user_id == user.id)
        return await db.scalar(query.where(UserReplay.replay_id == replay_id)) is not None
