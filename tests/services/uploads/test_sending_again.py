"""What was lost, damaged or given up through our doing is mended by sending the same file again."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from rlcoach.db.models import ReplayFile, StorageTier, UploadedReplay, UploadStatus, User
from rlcoach.engine.sandbox import SandboxFailure
from rlcoach.services.cold_storage.service import MOVED_AFTER, move_old_files
from rlcoach.services.discarded_objects.service import GRACE, delete_discarded
from rlcoach.services.processing.failures import LOST
from rlcoach.services.processing.service import process_upload
from rlcoach.services.replays.service import give_up_replay
from rlcoach.services.uploads import service
from rlcoach.services.uploads.service import UploadRuntime, accept_batch
from rlcoach.services.uploads.views import FileAnswer, Outcome
from tests.builders.match_files import match_file
from tests.builders.rows import NOW
from tests.fixtures.processing import Processing
from tests.services.uploads.batches import received_file, uploader


class Failing:
    """An analyser that has a fault."""

    def __init__(self, kind: str) -> None:
        self.answer = SandboxFailure(kind, "Fault", "It failed.")  # type: ignore[arg-type]

    def analyze(self, _: bytes, /) -> SandboxFailure:
        """Fails."""
        return self.answer


@dataclass
class Sending:
    """A match that is sent, analysed, and sent again."""

    processing: Processing
    uploads: UploadRuntime
    folder: Path
    content: bytes

    async def send(self, user: User) -> FileAnswer:
        """Uploads the file, as it stands after the answer."""
        files = [received_file(self.folder, "match.replay", self.content)]
        answer = await accept_batch(files, uploader(user), runtime=self.uploads)
        return answer.files[0]

    async def analyse(self, answer: FileAnswer) -> UploadedReplay:
        """Analyses it as often as it is tried."""
        assert answer.uploaded_replay_id is not None
        status = UploadStatus.PENDING
        while status is UploadStatus.PENDING:
            status = await process_upload(
                answer.uploaded_replay_id, runtime=self.processing.runtime
            )
            self.processing.clock.move(hours=1)
        return await self.processing.uploaded(answer.uploaded_replay_id)

    async def file(self) -> ReplayFile:
        """The row of its bytes."""
        async with self.processing.sessions() as db:
            return (await db.scalars(select(ReplayFile))).one()

    async def is_kept(self) -> bool:
        """Whether the bytes are where the row says, after all that is due is deleted."""
        stores = self.processing.stores
        assert stores.cold is not None
        later = self.uploads.clock() + 3 * GRACE
        await delete_discarded(self.processing.sessions, stores, now=later)
        file = await self.file()
        store = stores.hot if file.tier is StorageTier.HOT else stores.cold
        return await store.get(file.object_key) == self.content

    async def make_cold(self) -> None:
        """Lets the file grow old and be moved; nothing of it is left in hot storage."""
        sessions, stores = self.processing.sessions, self.processing.stores
        now = self.uploads.clock()
        async with sessions() as db, db.begin():
            long_ago = now - MOVED_AFTER - timedelta(days=1)
            await db.execute(update(ReplayFile).values(stored_at=long_ago))
        assert await move_old_files(sessions, stores, now=now - 2 * GRACE) == 1
        await delete_discarded(sessions, stores, now=now)
        assert not await stores.hot.exists((await self.file()).object_key)


@pytest.fixture
def sending(processing: Processing, upload_runtime: UploadRuntime, tmp_path: Path) -> Sending:
    """A match."""
    return Sending(processing, upload_runtime, tmp_path, match_file())


class TestAfterAFailure:
    @pytest.mark.parametrize("kind", ["timeout", "crashed"])
    async def test_of_ours_it_is_analysed_again(self, sending: Sending, kind: str) -> None:
        user = await sending.processing.user()
        failing = replace(sending, processing=sending.processing.with_sandbox(Failing(kind)))
        first = await failing.analyse(await failing.send(user))
        assert first.status is UploadStatus.FAILED
        again = await sending.send(user)
        assert again.outcome is Outcome.ACCEPTED
        assert (await sending.analyse(again)).status is UploadStatus.COMPLETED
        assert (await sending.send(user)).outcome is Outcome.DUPLICATE

    async def test_by_lost_workers_it_is_analysed_again(self, sending: Sending) -> None:
        user = await sending.processing.user()
        first = await sending.send(user)
        async with sending.processing.sessions() as db, db.begin():
            row = await db.get_one(UploadedReplay, first.uploaded_replay_id)
            row.status, row.processed_at = UploadStatus.FAILED, NOW
            row.error_code, row.error_sentence = LOST.code, LOST.sentence
        again = await sending.send(user)
        assert again.outcome is Outcome.ACCEPTED
        assert (await sending.analyse(again)).status is UploadStatus.COMPLETED

    async def test_by_a_lost_object_it_is_stored_and_analysed_again(self, sending: Sending) -> None:
        user = await sending.processing.user()
        first = await sending.send(user)
        await sending.processing.stores.hot.delete((await sending.file()).object_key)
        assert (await sending.analyse(first)).error_code == "file_gone"
        again = await sending.send(user)
        assert again.outcome is Outcome.ACCEPTED
        assert (await sending.analyse(again)).status is UploadStatus.COMPLETED
        assert await sending.is_kept()

    async def test_of_the_file_itself_it_stays_a_duplicate_that_says_why(
        self, sending: Sending
    ) -> None:
        user = await sending.processing.user()
        damaged = bytearray(sending.content)
        damaged[-2000] ^= 0xFF
        sending.content = bytes(damaged)
        failing = Failing("out_of_memory")
        first = await replace(sending, processing=sending.processing.with_sandbox(failing)).analyse(
            await sending.send(user)
        )
        again = await sending.send(user)
        assert (again.outcome, again.code) == (Outcome.DUPLICATE, "out_of_memory")
        assert again.uploaded_replay_id == first.id


class TestADamagedObject:
    @pytest.mark.parametrize("sender", ["its owner", "somebody else"])
    async def test_is_replaced(self, sending: Sending, sender: str) -> None:
        user = await sending.processing.user()
        await sending.analyse(await sending.send(user))
        key = (await sending.file()).object_key
        hot = sending.processing.stores.hot
        await hot._store.put(key, (await hot.get_compressed(key))[:20])
        other = user if sender == "its owner" else await sending.processing.user()
        await sending.send(other)
        assert await hot.get(key) == sending.content


class TestADeletionMeanwhile:
    """The last owner gives a match up while somebody is about to send the same file."""

    @pytest.mark.parametrize("tier", StorageTier)
    @pytest.mark.parametrize("sender", ["its owner", "somebody else"])
    async def test_leaves_the_file_where_its_row_says(
        self, sending: Sending, monkeypatch: pytest.MonkeyPatch, tier: StorageTier, sender: str
    ) -> None:
        user = await sending.processing.user()
        row = await sending.analyse(await sending.send(user))
        if tier is StorageTier.COLD:
            await sending.make_cold()
        record = service._record

        async def give_up_first(*arguments: object) -> object:
            async with sending.processing.sessions() as db, db.begin():
                now = sending.uploads.clock()
                await give_up_replay(db, user.id, replay_id=row.replay_id, now=now)  # type: ignore[arg-type]
            return await record(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(service, "_record", give_up_first)
        other = user if sender == "its owner" else await sending.processing.user()
        answer = await sending.send(other)
        assert answer.outcome is Outcome.ACCEPTED
        assert await sending.is_kept()
        assert (await sending.analyse(answer)).status is UploadStatus.COMPLETED


class TestAColdFile:
    @pytest.mark.parametrize("sender", ["its owner", "somebody else"])
    @pytest.mark.parametrize("is_lost", [False, True], ids=["whole", "lost"])
    async def test_that_is_sent_again_is_hot_again(
        self, sending: Sending, sender: str, is_lost: bool
    ) -> None:
        user = await sending.processing.user()
        await sending.analyse(await sending.send(user))
        await sending.make_cold()
        cold = sending.processing.stores.cold
        assert cold is not None
        key = (await sending.file()).object_key
        if is_lost:
            await cold.delete(key)
        await sending.send(user if sender == "its owner" else await sending.processing.user())
        assert await sending.is_kept()
        assert (await sending.file()).tier is StorageTier.HOT
        assert not await cold.exists(key)
