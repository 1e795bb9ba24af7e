"""Contents: addressed, compressed, checked."""

import gzip
import hashlib
import zlib
from pathlib import Path

import pytest

from rlcoach.core.metrics import REGISTRY
from rlcoach.storage import content as content_module
from rlcoach.storage.content import ContentStore, ObjectKind, key_of
from rlcoach.storage.errors import ObjectCorrupt, ObjectMissing
from rlcoach.storage.local import LocalStore
from rlcoach.storage.s3 import Bucket, S3Store

REPORT = b'{"schema_version": 2}' * 500
DIGEST = hashlib.sha256(REPORT).hexdigest()


class LossyStore(LocalStore):
    """Keeps all but the last byte."""

    async def put(self, key: str, data: bytes) -> None:
        """Loses one."""
        await super().put(key, data[:-1])


@pytest.fixture
def files(tmp_path: Path) -> LocalStore:
    """What hot storage keeps its bytes in."""
    return LocalStore(tmp_path / "hot")


@pytest.fixture
def hot(files: LocalStore) -> ContentStore:
    """Hot storage."""
    return ContentStore("hot", files)


class TestPut:
    async def test_is_named_by_its_content_and_smaller(self, hot: ContentStore) -> None:
        stored = await hot.put(ObjectKind.REPORT, REPORT)
        assert stored.key == f"reports/{DIGEST[:2]}/{DIGEST}.gz"
        assert (stored.sha256, stored.size_bytes) == (DIGEST, len(REPORT))
        assert stored.stored_bytes < len(REPORT) / 10
        found = await hot.stat(stored.key)
        assert found is not None
        assert found.size_bytes == stored.stored_bytes
        assert await hot.get(stored.key) == REPORT

    async def test_the_same_again_changes_nothing(
        self, hot: ContentStore, files: LocalStore
    ) -> None:
        first = await hot.put(ObjectKind.REPORT, REPORT)
        before = await files.get(first.key)
        assert await hot.put(ObjectKind.REPORT, REPORT) == first
        assert await files.get(first.key) == before

    async def test_kinds_are_apart(self, hot: ContentStore) -> None:
        report = await hot.put(ObjectKind.REPORT, REPORT)
        replay = await hot.put(ObjectKind.REPLAY, REPORT)
        await hot.delete(report.key)
        assert not await hot.exists(report.key)
        assert await hot.get(replay.key) == REPORT

    async def test_its_time_is_told(self, hot: ContentStore) -> None:
        def counted() -> float:
            labels = {"store": "hot", "operation": "put"}
            return REGISTRY.get_sample_value("rlcoach_storage_seconds_count", labels) or 0.0

        before = counted()
        await hot.put(ObjectKind.REPORT, REPORT)
        assert counted() == before + 1


class TestGet:
    async def test_a_browser_is_handed_gzip(self, hot: ContentStore) -> None:
        stored = await hot.put(ObjectKind.REPORT, REPORT)
        assert gzip.decompress(await hot.get_compressed(stored.key)) == REPORT

    @pytest.mark.parametrize(
        ("bytes_in_place", "why"),
        [
            (gzip.compress(REPORT + b" "), "checksum"),
            (gzip.compress(REPORT)[:-9], "end"),
            (gzip.compress(REPORT) + b"more", "end"),
            (b"no gzip at all", "header"),
            (b"", "end"),
        ],
        ids=["other content", "cut short", "with more behind it", "no gzip", "empty"],
    )
    async def test_something_else_in_its_place_is_found(
        self, hot: ContentStore, files: LocalStore, bytes_in_place: bytes, why: str
    ) -> None:
        stored = await hot.put(ObjectKind.REPORT, REPORT)
        await files.put(stored.key, bytes_in_place)
        for attempt in (hot.get(stored.key), hot.get_compressed(stored.key)):
            with pytest.raises(ObjectCorrupt) as raised:
                await attempt
            assert why in raised.value.__notes__[0]

    async def test_a_single_bit_is_found(self, hot: ContentStore, files: LocalStore) -> None:
        stored = await hot.put(ObjectKind.REPORT, REPORT)
        good = await files.get(stored.key)
        for place in range(10, len(good)):
            await files.put(stored.key, good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
            with pytest.raises(ObjectCorrupt):
                await hot.get(stored.key)

    async def test_what_unpacks_without_end_is_stopped(
        self, hot: ContentStore, files: LocalStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(content_module, "_MAX_CONTENT_BYTES", 100_000)
        bomb = bytes(10_000_000)
        key = key_of(ObjectKind.REPORT, hashlib.sha256(bomb).hexdigest())
        await files.put(key, gzip.compress(bomb))
        with pytest.raises(ObjectCorrupt):
            await hot.get(key)

    async def test_a_key_that_is_none(self, hot: ContentStore, files: LocalStore) -> None:
        await files.put("reports/aa/short.gz", zlib.compress(REPORT))
        with pytest.raises(ValueError, match="no key of a content"):
            await hot.get("reports/aa/short.gz")


class TestCopyTo:
    async def test_from_a_folder_to_a_bucket_and_back(
        self, hot: ContentStore, bucket: Bucket
    ) -> None:
        cold = ContentStore("cold", S3Store(bucket))
        stored = await hot.put(ObjectKind.REPLAY, REPORT)
        await hot.copy_to(cold, stored.key)
        await hot.delete(stored.key)
        assert await cold.get(stored.key) == REPORT
        await cold.copy_to(hot, stored.key)
        assert await hot.get(stored.key) == REPORT

    async def test_a_copy_that_did_not_arrive_whole_is_found(
        self, hot: ContentStore, tmp_path: Path
    ) -> None:
        stored = await hot.put(ObjectKind.REPLAY, REPORT)
        with pytest.raises(ObjectCorrupt):
            await hot.copy_to(ContentStore("cold", LossyStore(tmp_path / "lossy")), stored.key)
        assert await hot.get(stored.key) == REPORT

    async def test_a_damaged_original_is_not_copied(
        self, hot: ContentStore, files: LocalStore, tmp_path: Path
    ) -> None:
        stored = await hot.put(ObjectKind.REPLAY, REPORT)
        await files.put(stored.key, gzip.compress(b"else"))
        cold = ContentStore("cold", LocalStore(tmp_path / "cold"))
        with pytest.raises(ObjectCorrupt):
            await hot.copy_to(cold, stored.key)
        assert not await cold.exists(stored.key)

    async def test_one_that_is_not_there(self, hot: ContentStore, tmp_path: Path) -> None:
        cold = ContentStore("cold", LocalStore(tmp_path / "cold"))
        with pytest.raises(ObjectMissing):
            await hot.copy_to(cold, key_of(ObjectKind.REPLAY, DIGEST))
