"""Objects go when nothing points to them, and not before."""

from datetime import timedelta

from sqlalchemy import select

from rlcoach.db.models import DiscardedObject, StorageTier
from rlcoach.services.discarded_objects.service import (
    GRACE,
    delete_discarded,
    discard_objects,
    keep_objects,
)
from rlcoach.storage.content import ObjectKind
from tests.builders.rows import NOW, make_file, make_replay
from tests.fixtures.processing import Processing

LATER = NOW + GRACE + timedelta(seconds=1)


async def discarded(processing: Processing, kind: ObjectKind = ObjectKind.REPORT) -> str:
    """The key of an object that was discarded."""
    stored = await processing.stores.hot.put(kind, b"content")
    async with processing.sessions() as db, db.begin():
        await discard_objects(db, [stored.key], tier=StorageTier.HOT, now=NOW)
    return stored.key


async def rows(processing: Processing) -> int:
    """How many are written down."""
    async with processing.sessions() as db:
        return len((await db.scalars(select(DiscardedObject))).all())


async def is_there_after_deletion(processing: Processing, key: str) -> bool:
    """Deletes what is due; all rows must be dealt with."""
    await delete_discarded(processing.sessions, processing.stores, now=LATER)
    assert await rows(processing) == 0
    return await processing.stores.hot.exists(key)


class TestDeleteDiscarded:
    async def test_deletes_what_nothing_points_to(self, processing: Processing) -> None:
        key = await discarded(processing)
        assert not await is_there_after_deletion(processing, key)

    async def test_waits_for_an_hour(self, processing: Processing) -> None:
        key = await discarded(processing)
        await delete_discarded(processing.sessions, processing.stores, now=NOW + GRACE)
        assert await processing.stores.hot.exists(key)
        assert await rows(processing) == 1

    async def test_leaves_what_is_used_again(self, processing: Processing) -> None:
        report = await discarded(processing)
        frames = await discarded(processing, ObjectKind.FRAMES)
        replay = await discarded(processing, ObjectKind.REPLAY)
        async with processing.sessions() as db, db.begin():
            await make_replay(db, report_key=report, frames_key=frames)
            await make_file(db, object_key=replay)
        for key in (report, frames, replay):
            assert await is_there_after_deletion(processing, key)

    async def test_of_a_file_that_moved_deletes_the_copy_left_behind(
        self, processing: Processing
    ) -> None:
        key = await discarded(processing, ObjectKind.REPLAY)
        async with processing.sessions() as db, db.begin():
            await make_file(db, object_key=key, tier=StorageTier.COLD)
        assert not await is_there_after_deletion(processing, key)

    async def test_works_through_any_number(self, processing: Processing) -> None:
        async with processing.sessions() as db, db.begin():
            keys = [f"reports/{number}" for number in range(120)]
            await discard_objects(db, keys, tier=StorageTier.HOT, now=NOW)
        assert await delete_discarded(processing.sessions, processing.stores, now=LATER) == 120
        assert await rows(processing) == 0


class TestKeepObjects:
    async def test_takes_a_discard_back(self, processing: Processing) -> None:
        key = await discarded(processing)
        async with processing.sessions() as db, db.begin():
            await keep_objects(db, [key], tier=StorageTier.HOT)
        assert await is_there_after_deletion(processing, key)


class TestDiscardObjects:
    async def test_twice_begins_the_hour_anew(self, processing: Processing) -> None:
        key = await discarded(processing)
        async with processing.sessions() as db, db.begin():
            await discard_objects(db, [key, key], tier=StorageTier.HOT, now=LATER)
        await delete_discarded(processing.sessions, processing.stores, now=LATER)
        assert await processing.stores.hot.exists(key)
