"""A user's play sessions."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import User
from rlcoach.services.play_sessions.service import rebuild_play
from tests.builders.rows import NOW, make_player_game, make_replay, own

PATH = "/api/v1/sessions"


@pytest.mark.as_user
async def test_are_listed_newest_first_with_their_results(
    api: httpx.AsyncClient, me: User, db: AsyncSession
) -> None:
    for minutes, is_winner in ((0, True), (10, False), (20, None), (300, True)):
        replay = await make_replay(db, started_at=NOW + timedelta(minutes=minutes))
        player = await make_player_game(db, replay, is_winner=is_winner)
        await own(db, me, replay, player_game_id=player.id)
    await rebuild_play(db, me.id)
    await db.commit()
    first = (await api.get(PATH, params={"limit": 1})).json()
    then = (await api.get(PATH, params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert then["next_cursor"] is None
    results = [
        (each["games"], each["wins"], each["losses"])
        for page in (first, then)
        for each in page["sessions"]
    ]
    assert results == [(1, 1, 0), (3, 1, 1)]
    session_id = then["sessions"][0]["id"]
    listed = (await api.get("/api/v1/replays", params={"play_session_id": session_id})).json()
    assert len(listed["replays"]) == 3
