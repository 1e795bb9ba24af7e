"""Old files go to cold storage whole, or stay."""

import io
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete as sql_delete
from sqlalchemy import select

from rlcoach.db.models import DiscardedObject, ReplayFile, StorageTier
from rlcoach.services.cold_storage import service
from rlcoach.services.cold_storage.jobs import MOVE_EVERY_SECONDS
from rlcoach.services.cold_storage.service import (
    MOVED_AFTER,
    RUN_SECONDS,
    bring_back,
    move_old_files,
)
from rlcoach.services.discarded_objects.service import (
    GRACE,
    delete_discarded,
    discard_objects,
)
from rlcoach.storage.content import ContentStore, ObjectKind
from rlcoach.storage.errors import ObjectMissing, StorageUnavailable
from rlcoach.storage.local import LocalStore
from rlcoach.storage.stores import Stores
from tests.builders.rows import NOW, make_file
from tests.fixtures.processing import Processing

LONG_AGO = NOW - MOVED_AFTER - timedelta(seconds=1)
CONTENT = b"a replay"


async def file_of(
    processing: Processing, content: bytes = CONTENT, **columns: object
) -> ReplayFile:
    """A file in hot storage."""
    stored = await processing.stores.hot.put(ObjectKind.REPLAY, content)
    given = {"stored_at": LONG_AGO, **columns}
    async with processing.sessions() as db, db.begin():
        return await make_file(db, sha256=stored.sha256, object_key=stored.key, **given)


async def move(processing: Processing) -> int:
    """Moves what is due."""
    return await move_old_files(processing.sessions, processing.stores, now=processing.clock())


async def reloaded(processing: Processing, file: ReplayFile) -> ReplayFile:
    """The row as it is now."""
    async with processing.sessions() as db:
        return await db.get_one(ReplayFile, file.id)


def cold_of(stores: Stores) -> ContentStore:
    """Cold storage, which these tests have."""
    assert stores.cold is not None
    return stores.cold


def after_copying(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[object]]
) -> None:
    """Has something happen between the copy of a file and the change of its row."""
    copy_to = ContentStore.copy_to

    async def copy_and_more(self: ContentStore, target: ContentStore, key: str) -> None:
        await copy_to(self, target, key)
        await happens()

    monkeypatch.setattr(ContentStore, "copy_to", copy_and_more)


class TestMoveOldFiles:
    async def test_moves_what_is_30_days_old(self, processing: Processing) -> None:
        file = await file_of(processing)
        assert await move(processing) == 1
        row = await reloaded(processing, file)
        assert (row.tier, row.moved_at) == (StorageTier.COLD, NOW)
        assert await cold_of(processing.stores).get(file.object_key) == CONTENT

    async def test_leaves_the_hot_copy_for_an_hour(self, processing: Processing) -> None:
        file = await file_of(processing)
        await move(processing)
        stores = processing.stores
        assert await stores.hot.exists(file.object_key)
        later = NOW + GRACE + timedelta(seconds=1)
        assert await delete_discarded(processing.sessions, stores, now=later) == 1
        assert not await stores.hot.exists(file.object_key)
        assert await cold_of(stores).exists(file.object_key)

    async def test_leaves_what_is_younger(self, processing: Processing) -> None:
        await file_of(processing, stored_at=LONG_AGO + timedelta(seconds=2))
        await file_of(processing, b"back", moved_at=NOW - timedelta(days=1))
        assert await move(processing) == 0

    async def test_keeps_a_file_that_did_not_arrive_whole(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = await file_of(processing)
        cold = cold_of(processing.stores)

        async def damaged(_key: str, _data: bytes) -> None:
            await original(file.object_key, b"something else")

        original = cold._store.put
        monkeypatch.setattr(cold._store, "put", damaged)
        assert await move(processing) == 0
        assert (await reloaded(processing, file)).tier is StorageTier.HOT
        async with processing.sessions() as db:
            assert (await db.scalars(select(DiscardedObject))).all() == []

    async def test_goes_on_behind_files_that_are_lost_or_damaged(
        self, processing: Processing, logs: io.StringIO
    ) -> None:
        hot = processing.stores.hot
        for number in range(40):
            bad = await file_of(processing, b"bad %d" % number, stored_at=LONG_AGO - MOVED_AFTER)
            if number:
                await hot.delete(bad.object_key)
            else:
                await hot._store.put(bad.object_key, b"something else")
        good = await file_of(processing)
        assert await move(processing) == 1
        assert (await reloaded(processing, good)).tier is StorageTier.COLD
        events = map(json.loads, logs.getvalue().splitlines())
        told = [(event["event"], event["number"]) for event in events if event["level"] == "error"]
        assert told == [("files_not_moved", 40)]

    async def test_goes_on_until_its_time_is_used_up(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service, "_PAGE", 4)
        for number in range(12):
            await file_of(processing, b"%d" % number)
        sessions, stores = processing.sessions, processing.stores
        assert await move_old_files(sessions, stores, now=NOW, seconds=0) == 0
        assert await move_old_files(sessions, stores, now=NOW, seconds=60) == 12
        assert RUN_SECONDS < MOVE_EVERY_SECONDS

    async def test_is_not_undone_by_an_earlier_deletion_of_the_copy(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The cold copy was given up when the file came back; now it is needed again."""
        file = await file_of(processing)
        async with processing.sessions() as db, db.begin():
            before = NOW - 2 * GRACE
            await discard_objects(db, [file.object_key], tier=StorageTier.COLD, now=before)

        async def delete() -> None:
            await delete_discarded(processing.sessions, processing.stores, now=NOW)

        after_copying(monkeypatch, delete)
        assert await move(processing) == 1
        assert await cold_of(processing.stores).get(file.object_key) == CONTENT

    async def test_of_a_file_that_is_deleted_meanwhile_leaves_no_copy(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = await file_of(processing)

        async def delete() -> None:
            async with processing.sessions() as db, db.begin():
                await db.execute(sql_delete(ReplayFile))

        after_copying(monkeypatch, delete)
        assert await move(processing) == 0
        later = NOW + 2 * GRACE
        await delete_discarded(processing.sessions, processing.stores, now=later)
        assert not await cold_of(processing.stores).exists(file.object_key)

    async def test_stops_while_cold_storage_is_away(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def away(_key: str, _data: bytes) -> None:
            raise StorageUnavailable

        file = await file_of(processing)
        monkeypatch.setattr(cold_of(processing.stores)._store, "put", away)
        with pytest.raises(StorageUnavailable):
            await move(processing)
        assert (await reloaded(processing, file)).tier is StorageTier.HOT

    async def test_is_off_without_cold_storage(self, processing: Processing) -> None:
        await file_of(processing)
        hot_only = Stores(processing.stores.hot, None, processing.stores.hot_folder)
        assert await move_old_files(processing.sessions, hot_only, now=NOW) == 0


class TestBringBack:
    async def test_gives_the_bytes_and_makes_them_hot(self, processing: Processing) -> None:
        file = await file_of(processing)
        await move(processing)
        stores = processing.stores
        await stores.hot.delete(file.object_key)
        row, later = await reloaded(processing, file), NOW + timedelta(days=5)
        assert await bring_back(processing.sessions, row, stores, now=later) == CONTENT
        assert (await reloaded(processing, file)).tier is StorageTier.HOT
        assert await stores.hot.get(file.object_key) == CONTENT
        later = NOW + timedelta(days=6)
        await delete_discarded(processing.sessions, stores, now=later)
        assert await stores.hot.exists(file.object_key)
        assert not await cold_of(stores).exists(file.object_key)

    async def test_of_a_hot_file_changes_nothing(self, processing: Processing) -> None:
        file = await file_of(processing)
        sessions, stores = processing.sessions, processing.stores
        assert await bring_back(sessions, file, stores, now=NOW) == CONTENT
        assert (await reloaded(processing, file)).moved_at is None

    async def test_of_a_lost_file_says_so(self, processing: Processing) -> None:
        file = await file_of(processing)
        await processing.stores.hot.delete(file.object_key)
        with pytest.raises(ObjectMissing):
            await bring_back(processing.sessions, file, processing.stores, now=NOW)

    async def test_of_a_full_disk_gives_the_bytes_and_leaves_the_file(
        self, processing: Processing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = await file_of(processing)
        await move(processing)
        await processing.stores.hot.delete(file.object_key)

        async def full(*_: object) -> None:
            raise StorageUnavailable

        monkeypatch.setattr(LocalStore, "put", full)
        row = await reloaded(processing, file)
        assert await bring_back(processing.sessions, row, processing.stores, now=NOW) == CONTENT
        assert (await reloaded(processing, file)).tier is StorageTier.COLD
