"""Other accounts a user calls his own, over HTTP."""

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.jobs import KeptJobs
from rlcoach.db.models import User
from rlcoach.db.unit_of_work import Sessions
from tests.builders.rows import make_file, make_player, make_player_game, make_replay, own
from tests.fixtures.processing import rebuild_play_as_sent

PATH = "/api/v1/user/claims"

pytestmark = pytest.mark.as_user()


@pytest.fixture
async def player_id(db: AsyncSession, me: User) -> str:
    """A player of a match of mine, as the match names him."""
    replay = await make_replay(db)
    file = await make_file(db, replay_id=replay.id)
    account = await make_player(db, platform="epic", online_id="abc")
    player = await make_player_game(db, replay, player_id=account.id, name="Smurf")
    await own(db, me, replay, file_id=file.id)
    await db.commit()
    return str(player.id)


async def test_are_added_listed_and_removed(
    api: httpx.AsyncClient, sessions: Sessions, jobs: KeptJobs, player_id: str
) -> None:
    added = await api.post(PATH, json={"player_id": player_id})
    assert added.status_code == 201
    claim = added.json()
    assert (claim["platform"], claim["online_id"]) == ("epic", "abc")
    assert (claim["name"], claim["games"]) == ("Smurf", 1)
    assert (await api.get(PATH)).json() == {"claims": [claim], "is_play_outdated": True}
    assert await rebuild_play_as_sent(sessions, jobs) == [True]
    assert (await api.get(PATH)).json() == {"claims": [claim], "is_play_outdated": False}
    (replay,) = (await api.get("/api/v1/replays")).json()["replays"]
    assert (replay["me"]["id"], replay["is_player_chosen"]) == (player_id, False)

    assert (await api.delete(f"{PATH}/{claim['id']}")).status_code == 204
    assert (await api.get(PATH)).json() == {"claims": [], "is_play_outdated": True}
    await rebuild_play_as_sent(sessions, jobs)
    (replay,) = (await api.get("/api/v1/replays")).json()["replays"]
    assert replay["me"] is None


async def test_of_a_player_who_has_no_account_is_refused(
    api: httpx.AsyncClient, db: AsyncSession, me: User
) -> None:
    replay = await make_replay(db)
    bot = await make_player_game(db, replay, is_bot=True)
    await own(db, me, replay)
    await db.commit()
    answer = await api.post(PATH, json={"player_id": str(bot.id)})
    assert (answer.status_code, answer.json()["code"]) == (409, "player_has_no_account")


async def test_taken_back_is_not_there_any_more(api: httpx.AsyncClient, player_id: str) -> None:
    claim = (await api.post(PATH, json={"player_id": player_id})).json()
    path = f"{PATH}/{claim['id']}"
    assert [(await api.delete(path)).status_code for _ in range(2)] == [204, 404]
