"""The API as a process of its own: real analyses, real memory, a real socket."""

import asyncio
import itertools
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.auth.api_tokens import Scope
from rlcoach.db.models import Actor
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.tokens.service import TokenWish, create_token
from tests.builders.replay_files import small_replay
from tests.builders.rows import NOW, make_user
from tests.fixtures.api import TOKEN_SECRET, UPLOAD_PATH
from tests.fixtures.api_process import client, running_api
from tests.fixtures.worker import worker_environment

pytestmark = pytest.mark.timeout(240)

_FILE_BYTES = 10 * 1024 * 1024
_MORE_BYTES = 60 * 1024 * 1024
_SMALL_BYTES = 8 * 1024 * 1024


@pytest.fixture
async def token(own_engine: AsyncEngine) -> str:
    """A token of a user of the test's own database."""
    async with create_sessions(own_engine)() as db, db.begin():
        user = await make_user(db)
        wish = TokenWish("test", list(Scope))
        return (await create_token(db, user.id, wish, actor=Actor.OPERATOR, now=NOW)).text


@pytest.fixture
def environment(own_database: str, redis_url: str, tmp_path: Path) -> dict[str, str]:
    """What the process reads."""
    base = worker_environment(
        database_url=own_database, redis_url=redis_url, storage=tmp_path / "objects"
    )
    return base | {"RLCOACH_TOKEN_SECRET": TOKEN_SECRET, "RLCOACH_DATA_DIR": str(tmp_path)}


async def test_the_first_three_are_analysed_before_the_answer(
    environment: dict[str, str], token: str, tmp_path: Path
) -> None:
    files = [("files", (f"{n}.replay", small_replay(n))) for n in range(4)]

    def run() -> None:
        with running_api(environment, tmp_path) as (_, url), client(url, token) as api:
            answer = api.post(UPLOAD_PATH, files=files)
            sent = answer.json()["files"]
            read = [api.get(f"/api/v1/uploads/{file['id']}").json() for file in sent]
            assert [file["status"] for file in read] == ["completed"] * 3 + ["pending"]
            assert [bool(file["replay_id"]) for file in sent] == [True] * 3 + [False]
            report = api.get(f"/api/v1/replays/{sent[0]['replay_id']}/report").json()
            assert report["source"]["sha256"] == sent[0]["sha256"]

    await asyncio.to_thread(run)


async def test_fifty_files_of_ten_megabytes_take_little_memory(
    environment: dict[str, str], token: str, tmp_path: Path
) -> None:
    def run() -> None:
        with running_api(environment, tmp_path) as (pid, url):
            with client(url, token) as api:
                # What is loaded with the first file is no memory of a batch.
                assert api.post(UPLOAD_PATH, files={"files": small_replay()}).is_success
            before = rss_bytes(pid)
            answer = send_batch(url, token, number=50)
            assert [file["status"] for file in answer.json()["files"]] == ["accepted"] * 50
            assert peak_bytes(pid) - before <= _MORE_BYTES

    await asyncio.to_thread(run)


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["somebody", "nobody"])
async def test_a_large_body_takes_no_memory(
    environment: dict[str, str], token: str, tmp_path: Path, *, is_signed_in: bool
) -> None:
    def run() -> None:
        shown = token if is_signed_in else "x"
        with running_api(environment, tmp_path) as (pid, url), client(url, shown) as api:
            before = rss_bytes(pid)
            piece = b"[" + b"0," * (_FILE_BYTES // 2)
            body = itertools.repeat(piece, 6)
            path = f"/api/v1/replays/{UUID(int=0)}/player"
            answer = api.put(path, content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code == (413 if is_signed_in else 401)
            assert peak_bytes(pid) - before <= _SMALL_BYTES

    await asyncio.to_thread(run)


async def test_listens_on_this_machine_alone(
    environment: dict[str, str], token: str, tmp_path: Path
) -> None:
    def run() -> None:
        with running_api(environment, tmp_path) as (_, url), client(url, token) as api:
            assert api.get("/api/v1/replays").status_code == 200
            port = int(url.rpartition(":")[2])
            with socket.socket() as other, pytest.raises(OSError, match="refused"):
                other.connect(("127.0.0.2", port))

    await asyncio.to_thread(run)


async def test_names_at_its_start_what_is_off(environment: dict[str, str], tmp_path: Path) -> None:
    keys = {"ANTHROPIC_API_KEY": "1", "RLCOACH_LOG_LEVEL": "info"}

    def run() -> None:
        with running_api(environment | keys, tmp_path):
            lines = (tmp_path / "api.log").read_text().splitlines()
        events = [json.loads(line) for line in lines if line.startswith("{")]
        off = {each["feature_name"] for each in events if each["event"] == "feature_off"}
        assert "payments" in off
        assert "coach" not in off

    await asyncio.to_thread(run)


async def test_a_refused_sender_gets_his_answer(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Although it is given before he has sent his last byte."""

    def run() -> None:
        with running_api(environment, tmp_path) as (_, url):
            assert send_batch(url, "rlc_" + "x" * 43, number=3).status_code == 401

    await asyncio.to_thread(run)


def content(number: int) -> bytes:
    """A file of full size; some cannot be compressed, which takes the most memory."""
    head = small_replay(1000 + number)
    rest = _FILE_BYTES - len(head)
    return head + (os.urandom(rest) if number < 5 else bytes(rest))


def send_batch(url: str, token: str, number: int) -> httpx.Response:
    """Sends files one after the other in one request."""
    boundary = "a-boundary-of-this-test"

    def body() -> Iterator[bytes]:
        for n in range(number):
            disposition = f'form-data; name="files"; filename="{n}.replay"'
            yield f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
            yield content(n)
            yield b"\r\n"
        yield f"--{boundary}--\r\n".encode()

    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with client(url, token) as api:
        return api.post(UPLOAD_PATH, content=body(), headers=headers)


def rss_bytes(pid: int) -> int:
    """Memory a process has in use."""
    return _status_bytes(pid, "VmRSS")


def peak_bytes(pid: int) -> int:
    """The most memory it ever had in use."""
    return _status_bytes(pid, "VmHWM")


def _status_bytes(pid: int, name: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024
