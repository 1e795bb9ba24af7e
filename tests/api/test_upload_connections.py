"""What is slow about an upload happens outside any transaction: few connections serve many."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from rlcoach.api.runtime import ApiRuntime
from rlcoach.db.unit_of_work import create_sessions
from rlcoach.services.uploads.service import UploadRuntime
from tests.api.test_uploads import Body
from tests.builders.replay_files import small_replay
from tests.builders.rows import make_user
from tests.fixtures.api import UPLOAD_PATH, ClientOf


class Held:
    """Connections that were in use at certain moments."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.while_sent: list[int] = []
        self.while_analysed: list[int] = []

    def look(self) -> int:
        """How many there are now."""
        number: int = self._engine.pool.checkedout()  # type: ignore[attr-defined]
        return number

    def note_sending(self) -> None:
        """To be called while a body is sent."""
        self.while_sent.append(self.look())

    async def analyse(self, _: UUID) -> None:
        """Stands for the analysis within a request."""
        self.while_analysed.append(self.look())


@pytest.fixture
def upload_runtime(upload_runtime: UploadRuntime, own_engine: AsyncEngine) -> UploadRuntime:
    """Uploads with a pool of connections, as the API has one."""
    return replace(upload_runtime, sessions=create_sessions(own_engine))


@pytest.fixture
def held(own_engine: AsyncEngine) -> Held:
    """Of that pool."""
    return Held(own_engine)


@pytest.fixture
def runtime(runtime: ApiRuntime, held: Held) -> ApiRuntime:
    """An API that analyses the first files at once."""
    return replace(runtime, process=held.analyse)


async def test_neither_sending_nor_analysing_holds_a_connection(
    runtime: ApiRuntime, client_of: ClientOf, held: Held
) -> None:
    async with runtime.sessions() as db, db.begin():
        user = await make_user(db)
    api = await client_of(user)
    body = Body(small_replay(), then=held.note_sending)
    body.may_end.set()
    answer = await api.post(UPLOAD_PATH, content=body.read(), headers=body.headers)
    assert answer.json()["files"][0]["status"] == "accepted"
    assert (held.while_sent, held.while_analysed) == ([0], [0])
