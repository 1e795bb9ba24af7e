"""Values no client would send, in every field of every route: refused, and never a fault."""

import base64
import json
from urllib.parse import quote, urlencode
from uuid import UUID

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import User
from rlcoach.storage.stores import Stores
from tests.api.operations import OPERATIONS, TAKING_JSON, Operation, Schema, schemas_in
from tests.api.world import World, make_world
from tests.builders.replay_bytes import Body, array_prop, header, int_prop, prop, replay, text
from tests.fixtures.api import UPLOAD_PATH

pytestmark = pytest.mark.as_user()

EDGES_OF_TIME = ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00")
CURSORS = tuple(
    base64.urlsafe_b64encode(f"{moment}_{UUID(int=7)}".encode()).decode().rstrip("=")
    for moment in (*EDGES_OF_TIME, "2026-11-27T18:30:00", "9999-12-31T23:59:59.999999+00:00")
)
TEXTS = ("", "a\0b", "a\x1b[2Jb", "a\x85b", "😀" * 500, *EDGES_OF_TIME, *CURSORS)
IN_QUERIES = (*map(quote, TEXTS), "%ED%A0%80", "%FF", "9" * 5000, "-1", "NaN")
IN_BODIES: tuple[object, ...] = (
    *(*TEXTS, "\ud800", 10**400, -1, 1e308, True, None, [], [None], {}),
    *({"a\0b": "x"}, {"x": "a\0b"}, {"\ud800": "x"}, {"x": "\ud800"}, ["a\0b"]),
)
MORE_THAN_TEXT = {"format", "enum", "const"}
"""What says by itself which texts there are."""
QUERIES = [(each, name) for each in OPERATIONS for name in each.query_fields]
BODIES = [(each, name) for each in OPERATIONS for name in each.body_fields]


@pytest.fixture
async def world(db: AsyncSession, stores: Stores, me: User) -> World:
    """What the user has: his own ids are found, so that requests come as far as they can."""
    return await make_world(db, stores, me)


def assert_is_told(answer: httpx.Response, operation: Operation) -> None:
    """Fails on an answer that the description does not tell of, or that is a fault."""
    asked = ascii((str(answer.request.url)[:300], answer.request.content[:300]))
    assert str(answer.status_code) in operation.described["responses"], asked
    assert answer.status_code < 500, asked
    if not answer.is_success:
        assert answer.headers["Content-Type"] == "application/problem+json", asked


@pytest.mark.parametrize(("operation", "field"), QUERIES, ids=str)
async def test_in_a_query(
    api: httpx.AsyncClient, world: World, operation: Operation, field: str
) -> None:
    others = {k: v for k, v in world.queries.get(operation.name, {}).items() if k != field}
    for value in IN_QUERIES:
        query = f"{urlencode(others)}&{quote(field)}={value}"
        answer = await api.request(operation.method, f"{operation.filled(world)}?{query}")
        assert_is_told(answer, operation)


@pytest.mark.parametrize(("operation", "field"), BODIES, ids=str)
async def test_in_a_body(
    api: httpx.AsyncClient, world: World, operation: Operation, field: str
) -> None:
    for value in IN_BODIES:
        answer = await api.request(
            operation.method,
            operation.filled(world),
            content=json.dumps({**operation.request(world)["json"], field: value}),
            headers={"Content-Type": "application/json"},
        )
        assert_is_told(answer, operation)


@pytest.mark.parametrize("operation", TAKING_JSON, ids=str)
async def test_as_the_name_of_a_field(
    api: httpx.AsyncClient, world: World, operation: Operation
) -> None:
    for name in ("a\0b", "\ud800", "x" * 100_000):
        answer = await api.request(
            operation.method,
            operation.filled(world),
            content=json.dumps({**operation.request(world)["json"], name: 1}),
            headers={"Content-Type": "application/json"},
        )
        assert_is_told(answer, operation)
        assert len(answer.content) < 2000


@pytest.mark.parametrize("words", ["a\0b", "a\x1b[2Jb", "\ud83d", "é\udc00", "x" * 5000], ids=ascii)
async def test_in_the_header_of_a_replay(api: httpx.AsyncClient, words: str) -> None:
    told = text(words)
    players = [prop("Name", "StrProperty", told) + int_prop("Score", -(2**31))]
    texts = [prop(name, "StrProperty", told) for name in ("MapName", "MatchType", "Date", "Id")]
    head = header(b"".join([array_prop("PlayerStats", players), *texts]))
    answer = await api.post(UPLOAD_PATH, files={"files": replay(head, Body())})
    assert answer.status_code == 200
    assert answer.json()["files"][0]["status"] == "accepted"


@pytest.mark.parametrize("name", [b"a\x00b", b"a\x1b[2Jb", b"\xed\xa0\x80", b"\xff"], ids=ascii)
async def test_as_the_name_of_a_file(api: httpx.AsyncClient, name: bytes) -> None:
    disposition = b'Content-Disposition: form-data; name="files"; filename="%b"' % name
    answer = await api.post(
        UPLOAD_PATH,
        content=b"--b\r\n%b\r\n\r\nno replay\r\n--b--\r\n" % disposition,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 200
    assert answer.json()["files"][0]["status"] == "rejected"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", b"Bearer \xff\xfe"),
        ("Authorization", b"Bearer " + b"a." * 20_000),
        ("User-Agent", b"\xff"),
        ("Accept-Encoding", b"\xff"),
        ("Content-Length", b"9" * 400),
        ("Content-Length", b"-1"),
        ("Content-Type", b"multipart/form-data; boundary=\xff"),
        ("Content-Type", b"multipart/form-data; boundary=" + b"b" * 5000),
    ],
    ids=lambda value: str(value)[:50],
)
async def test_as_a_header_of_a_request(
    api: httpx.AsyncClient, world: World, name: str, value: bytes
) -> None:
    headers = {name.encode(): value}
    report = f"/api/v1/replays/{world.ids['replay_id']}/report"
    assert (await api.get(report, headers=headers)).status_code < 500
    answer = await api.post(UPLOAD_PATH, content=b"--b--\r\n", headers=headers)
    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("operation", "field", "schema"),
    [(each, name, each.query_fields[name]) for each, name in QUERIES]
    + [(each, name, each.body_fields[name]) for each, name in BODIES],
    ids=lambda value: "" if isinstance(value, dict) else str(value),
)
def test_every_text_is_bounded_and_printable(
    operation: Operation, field: str, schema: Schema
) -> None:
    for each in schemas_in(schema):
        if each.get("type") != "string" or MORE_THAN_TEXT & set(each):
            continue
        assert each.get("maxLength", 1000) <= 200, f"{operation}: {field}"
        assert "pattern" in each, f"{operation}: {field} takes characters that cannot be stored"
