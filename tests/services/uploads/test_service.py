"""Taking files in, where several do it at the same time."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.core.jobs import KeptJobs
from rlcoach.db.models import (
    DiscardedObject,
    ReplayFile,
    Upload,
    UploadedReplay,
    User,
)
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.discarded_objects.service import GRACE, delete_discarded
from rlcoach.services.uploads import admission, service
from rlcoach.services.uploads.errors import UploadLimitReached, UploadQueueFull
from rlcoach.services.uploads.service import UploadRuntime, accept_batch
from rlcoach.services.uploads.views import Outcome
from rlcoach.storage.content import ContentStore, ObjectKind, key_of
from rlcoach.storage.errors import StorageUnavailable
from rlcoach.storage.local import LocalStore
from tests.builders.rows import make_user
from tests.services.uploads.batches import received, uploader


class FailingStore(LocalStore):
    """Takes one object and no more."""

    is_used = False

    async def put(self, key: str, data: bytes) -> None:
        """Stores the first."""
        if self.is_used:
            raise StorageUnavailable
        await super().put(key, data)
        self.is_used = True


@pytest.fixture
def runtime(upload_runtime: UploadRuntime, own_engine: AsyncEngine) -> UploadRuntime:
    """Uploads on a database that several connections see."""
    return replace(upload_runtime, sessions=create_sessions(own_engine))


@pytest.fixture
async def users(runtime: UploadRuntime) -> list[User]:
    """Two of them."""
    async with runtime.sessions() as db, db.begin():
        return [await make_user(db), await make_user(db)]


async def counts(runtime: UploadRuntime) -> dict[str, int]:
    """How many rows there are."""
    tables = (Upload, UploadedReplay, ReplayFile, DiscardedObject)
    async with runtime.sessions() as db:
        return {
            table.__tablename__: await db.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


async def test_the_same_batch_many_times_at_once_is_taken_once(
    runtime: UploadRuntime, users: list[User], tmp_path: Path, jobs: KeptJobs
) -> None:
    files = received(tmp_path, *range(5))
    answers = await asyncio.gather(
        *(accept_batch(files, uploader(users[0]), runtime=runtime) for _ in range(6))
    )
    outcomes = [file.outcome for answer in answers for file in answer.files]
    assert outcomes.count(Outcome.ACCEPTED) == 5
    assert outcomes.count(Outcome.DUPLICATE) == 25
    assert len({file.uploaded_replay_id for answer in answers for file in answer.files}) == 5
    assert len(jobs.jobs) == 5
    assert await counts(runtime) == {
        "uploads": 1,
        "uploaded_replays": 5,
        "replay_files": 5,
        "discarded_objects": 0,
    }


async def test_users_with_the_same_files_in_another_order_do_not_block_each_other(
    runtime: UploadRuntime, users: list[User], tmp_path: Path
) -> None:
    files = received(tmp_path, *range(8))
    for _ in range(3):
        await asyncio.gather(
            accept_batch(files, uploader(users[0]), runtime=runtime),
            accept_batch(files[::-1], uploader(users[1]), runtime=runtime),
        )
    found = await counts(runtime)
    assert (found["uploaded_replays"], found["replay_files"]) == (16, 8)


async def test_what_was_stored_and_not_noted_is_deleted_later(
    runtime: UploadRuntime, users: list[User], tmp_path: Path
) -> None:
    store = ContentStore("hot", FailingStore(tmp_path / "hot"))
    failing = replace(runtime, stores=replace(runtime.stores, hot=store))
    files = received(tmp_path, 1, 2)
    with pytest.raises(StorageUnavailable):
        await accept_batch(files, uploader(users[0]), runtime=failing)
    found = await counts(runtime)
    assert (found["uploaded_replays"], found["replay_files"]) == (0, 0)
    later = runtime.clock() + 2 * GRACE
    assert await delete_discarded(runtime.sessions, failing.stores, now=later) == 2
    assert not list((tmp_path / "hot").rglob("*.gz"))


async def test_what_was_to_be_deleted_and_comes_again_is_kept(
    runtime: UploadRuntime, users: list[User], tmp_path: Path
) -> None:
    files = received(tmp_path, 1)
    stored = await runtime.stores.hot.put(ObjectKind.REPLAY, files[0].path.read_bytes())
    async with runtime.sessions() as db, db.begin():
        db.add(
            DiscardedObject(
                tier="hot", object_key=stored.key, discarded_at=runtime.clock() - 2 * GRACE
            )
        )
    await accept_batch(files, uploader(users[0]), runtime=runtime)
    later = runtime.clock() + 2 * GRACE
    assert await delete_discarded(runtime.sessions, runtime.stores, now=later) == 0
    assert await runtime.stores.hot.exists(key_of(ObjectKind.REPLAY, files[0].sha256))


@pytest.mark.parametrize("limit", ["MAX_FILES_PER_HOUR", "MAX_OPEN_FILES"])
async def test_two_batches_at_once_do_not_pass_a_limit_together(
    runtime: UploadRuntime,
    users: list[User],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
) -> None:
    """Both are told that there is room, and then only one of them takes it."""
    monkeypatch.setattr(admission, limit, 5)
    both_were_told = asyncio.Barrier(2)
    announce = service._announce

    async def announce_and_wait(*arguments: Any) -> None:
        await announce(*arguments)
        await both_were_told.wait()

    monkeypatch.setattr(service, "_announce", announce_and_wait)
    batches = [received(tmp_path, 1, 2, 3), received(tmp_path, 4, 5, 6)]
    answers = await asyncio.gather(
        *(accept_batch(batch, uploader(users[0]), runtime=runtime) for batch in batches),
        return_exceptions=True,
    )
    refused = [each for each in answers if isinstance(each, UploadLimitReached | UploadQueueFull)]
    assert len(refused) == 1
    assert (await counts(runtime))["uploaded_replays"] == 3
