"""What a folder and a bucket both do."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from rlcoach.core.clock import utc_now
from rlcoach.storage.errors import ObjectMissing, StorageUnavailable
from rlcoach.storage.local import LocalStore
from rlcoach.storage.s3 import Bucket, S3Store
from rlcoach.storage.store import ObjectStore

KEY = "replays/ab/abc.gz"


def folder(request: pytest.FixtureRequest) -> ObjectStore:
    """A store of files."""
    path: Path = request.getfixturevalue("tmp_path")
    return LocalStore(path / "objects")


def bucket(request: pytest.FixtureRequest) -> ObjectStore:
    """A store in a bucket."""
    return S3Store(request.getfixturevalue("bucket"))


@pytest.fixture(params=[folder, bucket], ids=["folder", "bucket"])
def store(request: pytest.FixtureRequest) -> ObjectStore:
    """One store of each kind."""
    make: Callable[[pytest.FixtureRequest], ObjectStore] = request.param
    return make(request)


class TestObjectStore:
    async def test_what_was_put_can_be_had(self, store: ObjectStore) -> None:
        await store.put(KEY, b"\x00one")
        assert await store.get(KEY) == b"\x00one"
        found = await store.stat(KEY)
        assert found is not None
        assert found.size_bytes == 4
        assert abs(found.modified_at - utc_now()) < timedelta(minutes=1)

    async def test_a_second_put_takes_the_place(self, store: ObjectStore) -> None:
        await store.put(KEY, b"one")
        await store.put(KEY, b"other")
        assert await store.get(KEY) == b"other"

    async def test_nothing_is_an_object_too(self, store: ObjectStore) -> None:
        await store.put(KEY, b"")
        assert await store.get(KEY) == b""

    async def test_what_is_not_there(self, store: ObjectStore) -> None:
        assert await store.stat(KEY) is None
        with pytest.raises(ObjectMissing) as raised:
            await store.get(KEY)
        assert raised.value.key == KEY
        await store.delete(KEY)

    async def test_what_was_deleted_is_gone_and_the_rest_is_not(self, store: ObjectStore) -> None:
        await store.put(KEY, b"one")
        await store.put("replays/ab/abd.gz", b"two")
        await store.delete(KEY)
        assert await store.stat(KEY) is None
        assert await store.get("replays/ab/abd.gz") == b"two"

    async def test_many_at_once(self, store: ObjectStore) -> None:
        keys = [f"replays/{n:02}/{n}.gz" for n in range(20)]
        await asyncio.gather(*(store.put(key, key.encode() * 1000) for key in keys))
        read = await asyncio.gather(*(store.get(key) for key in keys))
        assert read == [key.encode() * 1000 for key in keys]

    async def test_the_same_key_at_once_is_one_of_them(self, store: ObjectStore) -> None:
        contents = [bytes([n]) * 100_000 for n in range(8)]
        await asyncio.gather(*(store.put(KEY, content) for content in contents))
        assert await store.get(KEY) in contents

    @pytest.mark.parametrize(
        "key",
        ["", "/etc/passwd", "../secret", "a/../../b", "a//b", ".hidden", "a/.b", "a\\b", "a\n"],
    )
    async def test_a_key_that_could_lead_elsewhere(self, store: ObjectStore, key: str) -> None:
        for attempt in (store.put(key, b"1"), store.get(key), store.stat(key), store.delete(key)):
            with pytest.raises(ValueError, match="no key of an object"):
                await attempt


class TestUnavailable:
    async def test_a_bucket_that_does_not_answer(self) -> None:
        store = S3Store(
            Bucket(
                "nowhere", endpoint_url="http://127.0.0.1:1", region="x", key_id="i", secret="s"
            ),
            tries=1,
        )
        for attempt in (store.put(KEY, b"1"), store.get(KEY), store.stat(KEY), store.delete(KEY)):
            with pytest.raises(StorageUnavailable) as raised:
                await attempt
            assert raised.value.details == {"reason": "EndpointConnectionError"}
            assert raised.value.status == 503

    async def test_a_bucket_that_is_not_there(self, bucket: Bucket) -> None:
        elsewhere = Bucket("other", "", bucket.endpoint_url, "us-east-1", "i", "s")
        with pytest.raises(StorageUnavailable) as raised:
            await S3Store(elsewhere, tries=1).put(KEY, b"1")
        assert raised.value.details == {"reason": "NoSuchBucket"}

    async def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "objects").write_text("a file")
        store = LocalStore(tmp_path / "objects")
        with pytest.raises(StorageUnavailable):
            store.prepare()
        for attempt in (store.put(KEY, b"1"), store.get(KEY), store.stat(KEY), store.delete(KEY)):
            with pytest.raises(StorageUnavailable):
                await attempt


class TestBucket:
    async def test_a_prefix_keeps_stores_in_one_bucket_apart(self, bucket: Bucket) -> None:
        named = {name: getattr(bucket, name) for name in ("endpoint_url", "region", "key_id")}
        one, other = (
            S3Store(Bucket(bucket.name, prefix, secret=bucket.secret, **named))
            for prefix in ("one", "other")
        )
        await one.put(KEY, b"1")
        assert await other.stat(KEY) is None
        assert await S3Store(bucket).get(f"one/{KEY}") == b"1"

    def test_its_secret_is_not_printed(self, bucket: Bucket) -> None:
        assert "test-key-id" in repr(bucket)
        assert "'test-key'" not in repr(bucket)
