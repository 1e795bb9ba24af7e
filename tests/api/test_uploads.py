"""Sending replays in, and asking what has become of them."""

import asyncio
import errno
import io
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.api import multipart
from rlcoach.core.jobs import KeptJobs
from rlcoach.db.models import (
    DiscardedObject,
    ReplayFile,
    Upload,
    UploadedReplay,
    UploadSource,
    UploadStatus,
    User,
)
from rlcoach.storage.errors import StorageUnavailable
from rlcoach.storage.local import LocalStore
from rlcoach.storage.stores import Stores
from tests.builders.replay_files import small_replay
from tests.builders.rows import make_upload, make_uploaded_replay, make_user
from tests.fixtures.api import UPLOAD_PATH, ClientOf, SetDisk
from tests.fixtures.processing import SetClock

Files = list[tuple[str, tuple[str, bytes]]]


def parts(*contents: bytes) -> Files:
    """Parts of a request, called a.replay, b.replay …"""
    return [("files", (f"{chr(97 + n)}.replay", content)) for n, content in enumerate(contents)]


async def send(api: httpx.AsyncClient, *contents: bytes) -> list[dict[str, Any]]:
    """Uploads files and returns what is answered for each."""
    answer = await api.post(UPLOAD_PATH, files=parts(*contents))
    assert answer.status_code == 200, answer.text
    files: list[dict[str, Any]] = answer.json()["files"]
    return files


async def count(db: AsyncSession, table: type[Any]) -> int:
    """How many rows a table has."""
    return (await db.scalar(select(func.count()).select_from(table))) or 0


class Body:
    """A body that is held back just before its end."""

    headers: ClassVar = {"Content-Type": "multipart/form-data; boundary=x"}

    def __init__(self, content: bytes, then: Callable[[], object] = lambda: None) -> None:
        self._content = content
        self._then = then
        self.is_under_way = asyncio.Event()
        self.may_end = asyncio.Event()

    async def read(self) -> AsyncIterator[bytes]:
        """The pieces."""
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.replay"\r\n\r\n'
        yield self._content
        self._then()
        self.is_under_way.set()
        await self.may_end.wait()
        yield b"\r\n--x--\r\n"


@pytest.mark.as_user
class TestUpload:
    async def test_a_file_is_stored_noted_and_queued(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, jobs: KeptJobs, stores: Stores
    ) -> None:
        content = small_replay()
        (file,) = await send(api, content)
        assert file["status"] == "accepted"
        assert file["sha256"] == sha256(content).hexdigest()
        assert (file["code"], file["message"], file["replay_id"]) == (None, None, None)

        row = await db.get_one(UploadedReplay, file["id"])
        assert (row.user_id, row.filename, row.status) == (me.id, "a.replay", "pending")
        kept = await db.get_one(ReplayFile, row.file_id)
        assert await stores.hot.get(kept.object_key) == content
        assert kept.header is not None
        assert kept.header["map"] == "stadium_p"
        (job,) = jobs.jobs
        assert job.kind.name == "process_upload"
        assert job.payload == {"uploaded_replay_id": file["id"]}
        assert await count(db, DiscardedObject) == 0

    async def test_the_header_is_shown_at_once(self, api: httpx.AsyncClient) -> None:
        (file,) = await send(api, small_replay())
        preview = file["preview"]
        assert preview["map_name"] == "DFH Stadium"
        assert (preview["blue_score"], preview["orange_score"]) == (2, 1)
        assert preview["saved_at_local"] == "2026-11-20T21:15:00"
        assert [player["name"] for player in preview["players"]] == ["Anna", "Ben"]

    async def test_a_batch_is_answered_in_its_order(self, api: httpx.AsyncClient) -> None:
        files = await send(api, small_replay(1), b"", small_replay(2), small_replay(1))
        assert [file["status"] for file in files] == [
            "accepted",
            "rejected",
            "accepted",
            "duplicate",
        ]
        assert [file["filename"] for file in files] == [f"{letter}.replay" for letter in "abcd"]
        assert files[3]["id"] == files[0]["id"]

    async def test_a_batch_sent_twice_changes_nothing(
        self, api: httpx.AsyncClient, db: AsyncSession, jobs: KeptJobs
    ) -> None:
        batch = parts(small_replay(1), b"no replay", small_replay(2))
        first = (await api.post(UPLOAD_PATH, files=batch)).json()
        before = [await count(db, table) for table in (Upload, UploadedReplay, ReplayFile)]
        jobs.take()
        second = (await api.post(UPLOAD_PATH, files=batch)).json()
        after = [await count(db, table) for table in (Upload, UploadedReplay, ReplayFile)]
        assert after == before
        assert jobs.jobs == []
        assert second["upload_id"] == first["upload_id"]
        assert [file["status"] for file in second["files"]] == [
            "duplicate",
            "rejected",
            "duplicate",
        ]
        assert [file["id"] for file in second["files"]] == [file["id"] for file in first["files"]]

    @pytest.mark.parametrize(
        ("content", "code", "words"),
        [
            (b"", "empty_file", "empty"),
            (b"PK\x03\x04" + bytes(500), "not_a_replay", "not a Rocket League replay"),
            (small_replay()[:60], "not_a_replay", "not a Rocket League replay"),
            (small_replay().replace(b"Anna", b"Hans"), "damaged_header", "damaged"),
        ],
        ids=["empty", "another format", "cut off", "damaged"],
    )
    async def test_a_bad_file_is_rejected_with_a_reason(
        self,
        api: httpx.AsyncClient,
        db: AsyncSession,
        content: bytes,
        code: str,
        words: str,
    ) -> None:
        bad, good = await send(api, content, small_replay())
        assert (bad["status"], bad["code"], bad["id"]) == ("rejected", code, None)
        assert words in bad["message"]
        assert good["status"] == "accepted"
        assert await count(db, ReplayFile) == 1

    async def test_a_file_has_ten_megabytes_at_most(self, api: httpx.AsyncClient) -> None:
        head = small_replay()
        largest = head + bytes(10 * 1024 * 1024 - len(head))
        good, bad = await send(api, largest, largest + b"\0")
        assert good["status"] == "accepted"
        assert (bad["status"], bad["code"], bad["id"]) == ("rejected", "file_too_large", None)
        assert "larger than 10 MB" in bad["message"]

    async def test_two_users_with_the_same_bytes_own_one_object(
        self, api: httpx.AsyncClient, client_of: ClientOf, db: AsyncSession, jobs: KeptJobs
    ) -> None:
        other = await client_of(await make_user(db))
        (mine,) = await send(api, small_replay())
        (theirs,) = await send(other, small_replay())
        assert theirs["status"] == "accepted"
        assert theirs["id"] != mine["id"]
        assert await count(db, ReplayFile) == 1
        assert await count(db, UploadedReplay) == 2
        assert [job.payload["uploaded_replay_id"] for job in jobs.jobs] == [
            mine["id"],
            theirs["id"],
        ]

    async def test_nothing_is_left_of_a_request(
        self, api: httpx.AsyncClient, tmp_path: Path
    ) -> None:
        await send(api, small_replay(), b"")
        assert list((tmp_path / "incoming").iterdir()) == []

    @pytest.mark.parametrize(
        "name",
        ["../../etc/passwd", "C:\\Demos\\a.replay", "x" * 400, "\x1b[2J", "ä ö.replay"],
        ids=["upwards", "Windows", "long", "terminal", "umlauts"],
    )
    async def test_a_filename_is_only_shown(self, api: httpx.AsyncClient, name: str) -> None:
        answer = await api.post(UPLOAD_PATH, files=[("files", (name, small_replay()))])
        (file,) = answer.json()["files"]
        assert file["status"] == "accepted"
        assert 0 < len(file["filename"]) <= 255
        assert not set(file["filename"]) & set("/\\\x1b")


@pytest.mark.as_user
class TestMalformed:
    @pytest.mark.parametrize(
        "request_parts",
        [
            {"content": b"abc", "headers": {"Content-Type": "application/octet-stream"}},
            {"content": b"abc", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            {"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            {"data": {"name": "value"}, "files": {}},
            {"files": [("other", ("a.replay", small_replay()))]},
        ],
        ids=["not multipart", "nonsense", "nothing", "a form", "another name"],
    )
    async def test_is_told(self, api: httpx.AsyncClient, request_parts: dict[str, Any]) -> None:
        answer = await api.post(UPLOAD_PATH, **request_parts)
        assert answer.status_code == 422
        assert answer.json()["code"] == "malformed_request"

    async def test_a_body_that_ends_early_stores_nothing(
        self, api: httpx.AsyncClient, db: AsyncSession
    ) -> None:
        whole = api.build_request("POST", UPLOAD_PATH, files=parts(small_replay(1), small_replay()))
        body = whole.read()
        headers = {"Content-Type": whole.headers["Content-Type"]}
        answer = await api.post(UPLOAD_PATH, content=body[: len(body) // 2], headers=headers)
        assert answer.status_code == 422
        assert await count(db, UploadedReplay) == 0

    async def test_more_than_fifty_files_are_refused_together(
        self, api: httpx.AsyncClient, db: AsyncSession
    ) -> None:
        answer = await api.post(UPLOAD_PATH, files=parts(*[b"x"] * 51))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert await count(db, UploadedReplay) == 0

    async def test_too_many_bytes_are_refused_unread(self, api: httpx.AsyncClient) -> None:
        headers = {
            "Content-Type": "multipart/form-data; boundary=x",
            "Content-Length": str(2 * multipart.MAX_BODY_BYTES),
        }
        answer = await api.post(UPLOAD_PATH, content=b"", headers=headers)
        assert answer.status_code == 413


@pytest.mark.as_user
class TestLimits:
    async def test_a_hundred_files_an_hour(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, clock: SetClock
    ) -> None:
        upload = await make_upload(db, me)
        for minute in range(99):
            await make_uploaded_replay(
                db, upload, uploaded_at=clock() - timedelta(minutes=minute / 2)
            )
        await db.commit()
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay(1), small_replay(2)))
        assert (answer.status_code, answer.json()["code"]) == (429, "upload_limit_reached")
        assert answer.json()["remaining"] == 1
        # The oldest of the 99 came in 49 minutes ago.
        assert int(answer.headers["Retry-After"]) == 11 * 60
        assert (await send(api, small_replay(1)))[0]["status"] == "accepted"
        assert (await api.post(UPLOAD_PATH, files=parts(small_replay(2)))).status_code == 429
        clock.move(minutes=11)
        assert (await send(api, small_replay(2)))[0]["status"] == "accepted"

    async def test_what_is_known_can_still_be_asked_for_when_the_hour_is_used_up(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, clock: SetClock
    ) -> None:
        """Who lost the answer to his last batch gets it by sending the batch again."""
        (file,) = await send(api, small_replay())
        upload = await make_upload(db, me)
        for _ in range(99):
            await make_uploaded_replay(db, upload, uploaded_at=clock())
        await db.commit()
        (again,) = await send(api, small_replay())
        assert (again["status"], again["id"]) == ("duplicate", file["id"])
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay(), small_replay(2)))
        assert (answer.status_code, answer.json()["remaining"]) == (429, 0)

    async def test_one_user_has_a_few_uploads_under_way(
        self, api: httpx.AsyncClient, client_of: ClientOf, db: AsyncSession, tmp_path: Path
    ) -> None:
        other = await client_of(await make_user(db))
        await db.commit()
        held = [Body(small_replay(number)) for number in range(4)]
        async with asyncio.TaskGroup() as group:
            sending = []
            for body in held:
                request = api.post(UPLOAD_PATH, content=body.read(), headers=body.headers)
                sending.append(group.create_task(request))
                await body.is_under_way.wait()
            answer = await api.post(UPLOAD_PATH, files=parts(small_replay(9)))
            assert (answer.status_code, answer.json()["code"]) == (429, "uploads_under_way")
            assert int(answer.headers["Retry-After"]) > 0
            assert len(list((tmp_path / "incoming").iterdir())) == len(held)
            assert (await other.post(UPLOAD_PATH, files=parts(small_replay(9)))).is_success
            for body, task in zip(held, sending, strict=True):
                body.may_end.set()
                assert (await task).status_code == 200
        assert (await send(api, small_replay(9)))[0]["status"] == "accepted"

    async def test_others_are_not_held_up(
        self, api: httpx.AsyncClient, db: AsyncSession, clock: SetClock
    ) -> None:
        upload = await make_upload(db, await make_user(db))
        for _ in range(100):
            await make_uploaded_replay(db, upload, uploaded_at=clock())
        await db.commit()
        assert (await send(api, small_replay()))[0]["status"] == "accepted"

    async def test_a_full_queue_says_how_long_it_takes(
        self, api: httpx.AsyncClient, db: AsyncSession, clock: SetClock
    ) -> None:
        upload = await make_upload(db, await make_user(db))
        db.add_all(
            UploadedReplay(
                upload_id=upload.id, user_id=upload.user_id, position=n, filename="x.replay"
            )
            for n in range(1000)
        )
        for n in range(150):
            await make_uploaded_replay(
                db,
                upload,
                position=2000 + n,
                status=UploadStatus.COMPLETED,
                processed_at=clock() - timedelta(minutes=1),
            )
        await db.commit()
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay()))
        assert (answer.status_code, answer.json()["code"]) == (503, "queue_full")
        # 150 in five minutes are one in two seconds.
        assert answer.json()["estimated_wait_seconds"] == 2000
        assert int(answer.headers["Retry-After"]) == 100

    async def test_a_queue_without_room_for_all_of_a_batch_takes_none_of_it(
        self, api: httpx.AsyncClient, db: AsyncSession
    ) -> None:
        upload = await make_upload(db, await make_user(db))
        db.add_all(
            UploadedReplay(
                upload_id=upload.id, user_id=upload.user_id, position=n, filename="x.replay"
            )
            for n in range(998)
        )
        await db.commit()
        three, two = (parts(*(small_replay(n) for n in range(1, last))) for last in (4, 3))
        answer = await api.post(UPLOAD_PATH, files=three)
        assert (answer.status_code, answer.json()["code"]) == (503, "queue_full")
        assert await count(db, ReplayFile) == 0
        assert (await api.post(UPLOAD_PATH, files=two)).status_code == 200

    @pytest.mark.parametrize(
        ("share", "state"), [(0.79, None), (0.8, "warning"), (0.89, "warning"), (0.9, "full")]
    )
    async def test_the_disk_is_watched_from_80_percent_and_full_at_90(
        self,
        api: httpx.AsyncClient,
        disk: SetDisk,
        logs: io.StringIO,
        share: float,
        state: str | None,
    ) -> None:
        disk.used_share = share
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay()))
        assert answer.status_code == (503 if state == "full" else 200)
        events = map(json.loads, logs.getvalue().splitlines())
        states = [event["state"] for event in events if event["event"] == "disk_state_changed"]
        assert states == ([] if state is None else [state])

    async def test_a_disk_that_fills_while_files_come_in_takes_none_of_them(
        self, api: httpx.AsyncClient, disk: SetDisk, db: AsyncSession
    ) -> None:
        body = Body(small_replay(), then=lambda: setattr(disk, "used_share", 0.99))
        body.may_end.set()
        answer = await api.post(UPLOAD_PATH, content=body.read(), headers=body.headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
        assert await count(db, UploadedReplay) == 0

    async def test_a_disk_that_is_full_to_the_last_byte_is_no_outage(
        self, api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, logs: io.StringIO
    ) -> None:
        def full(_self: object, _data: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(multipart._FileBeingWritten, "write", full)
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay()))
        assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
        assert int(answer.headers["Retry-After"]) == 600
        events = {json.loads(line)["event"] for line in logs.getvalue().splitlines()}
        assert "disk_full_while_receiving" in events
        assert "outage" not in events

    async def test_storage_that_is_away_says_when_to_try_again(
        self, api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def away(*_: object) -> None:
            raise StorageUnavailable

        monkeypatch.setattr(LocalStore, "put", away)
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay()))
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        assert int(answer.headers["Retry-After"]) == 60

    async def test_a_full_disk_takes_nothing(
        self, api: httpx.AsyncClient, disk: SetDisk, logs: io.StringIO
    ) -> None:
        disk.used_share = 0.8
        assert (await send(api, small_replay()))[0]["status"] == "accepted"
        disk.used_share = 0.9
        answer = await api.post(UPLOAD_PATH, files=parts(small_replay(2)))
        assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
        assert int(answer.headers["Retry-After"]) > 0
        states = [
            line["state"]
            for line in map(json.loads, logs.getvalue().splitlines())
            if line["event"] == "disk_state_changed"
        ]
        assert states == ["warning", "full"]
        metrics = (await api.get("/metrics")).text
        assert "rlcoach_disk_used_share 0.9" in metrics


@pytest.mark.as_user
class TestReading:
    async def test_a_file_can_be_asked_for(self, api: httpx.AsyncClient, clock: SetClock) -> None:
        (file,) = await send(api, small_replay())
        answer = await api.get(f"/api/v1/uploads/{file['id']}")
        assert answer.json() == {
            "id": file["id"],
            "filename": "a.replay",
            "status": "pending",
            "replay_id": None,
            "code": None,
            "message": None,
            "attempts": 0,
            "created_at": clock().isoformat().replace("+00:00", "Z"),
            "processed_at": None,
        }

    async def test_a_batch_can_be_asked_for(self, api: httpx.AsyncClient) -> None:
        answer = (await api.post(UPLOAD_PATH, files=parts(small_replay(), b""))).json()
        read = await api.get(f"/api/v1/uploads/batches/{answer['upload_id']}")
        assert read.json()["upload_id"] == answer["upload_id"]
        assert [file["status"] for file in read.json()["files"]] == ["pending", "rejected"]

    async def test_known_files_of_several_batches_are_asked_for_one_by_one(
        self, api: httpx.AsyncClient
    ) -> None:
        """No batch holds them all; one that holds some would look done too early."""
        await send(api, small_replay(1))
        await send(api, small_replay(2))
        both = parts(small_replay(1), small_replay(2))
        answer = (await api.post(UPLOAD_PATH, files=both)).json()
        assert answer["upload_id"] is None
        for file in answer["files"]:
            assert (await api.get(f"/api/v1/uploads/{file['id']}")).json()["status"] == "pending"

    @pytest.mark.parametrize("path", ["/api/v1/uploads", "/api/v1/uploads/batches"])
    async def test_what_is_not_there_is_not_found(self, api: httpx.AsyncClient, path: str) -> None:
        assert (await api.get(f"{path}/{uuid4()}")).status_code == 404


class TestSource:
    @pytest.mark.as_user
    async def test_the_site_is_told_from_others(
        self, api: httpx.AsyncClient, db: AsyncSession
    ) -> None:
        await send(api, small_replay())
        assert (await db.scalars(select(Upload.source))).all() == [UploadSource.WEB]
