"""After an upgrade matches of two versions stand side by side: each says its own."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import DailyStats, User
from rlcoach.services.play_sessions.service import rebuild_play
from rlcoach.storage.content import ObjectKind
from rlcoach.storage.stores import Stores
from tests.builders.rows import NOW, make_player_game, make_replay, own

OLD, NEW = 7, 8
VERSIONS = (OLD, NEW, OLD)

pytestmark = pytest.mark.as_user()


@pytest.fixture(autouse=True)
async def _evening(
    db: AsyncSession, me: User, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three matches of one evening, the second of them analysed again."""
    monkeypatch.setattr("rlcoach.services.reanalysis.service.ANALYSIS_VERSION", NEW)
    report = await stores.hot.put(ObjectKind.REPORT, b'{"schema_version": 2}')
    for number, version in enumerate(VERSIONS):
        replay = await make_replay(
            db,
            analysis_version=version,
            report_key=report.key,
            started_at=NOW + timedelta(minutes=10 * number),
        )
        player = await make_player_game(db, replay, stats=[float(version)])
        await own(db, me, replay, player_game_id=player.id)
    await rebuild_play(db, me.id)
    await db.commit()


async def test_a_page_can_say_how_far_it_has_come(api: httpx.AsyncClient) -> None:
    progress = (await api.get("/api/v1/user/analysis")).json()
    assert progress["sentence"] == "1 of 3 games re-analysed"
    assert (progress["version"], progress["is_done"]) == (NEW, False)


async def test_each_match_and_its_report_name_their_version(api: httpx.AsyncClient) -> None:
    listed = (await api.get("/api/v1/replays")).json()["replays"]
    assert [replay["analysis_version"] for replay in listed] == [*reversed(VERSIONS)]
    for replay in listed:
        path = f"/api/v1/replays/{replay['id']}"
        read, report = await api.get(path), await api.get(f"{path}/report")
        assert read.json()["analysis_version"] == replay["analysis_version"]
        assert report.headers["Analysis-Version"] == str(replay["analysis_version"])


async def test_a_play_session_names_the_versions_it_counts(api: httpx.AsyncClient) -> None:
    (session,) = (await api.get("/api/v1/sessions")).json()["sessions"]
    assert (session["games"], session["analysis_versions"]) == (3, [OLD, NEW])


async def test_days_are_added_up_by_version(db: AsyncSession) -> None:
    days = await db.scalars(select(DailyStats).order_by(DailyStats.analysis_version))
    sums = [(day.analysis_version, day.games, day.sums) for day in days]
    assert sums == [(OLD, 2, [2.0 * OLD]), (NEW, 1, [1.0 * NEW])]
