"""A user's account."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.jobs import KeptJobs
from rlcoach.db.models import DailyStats, PlaySession, User
from rlcoach.db.unit_of_work import Sessions
from tests.builders.rows import NOW, make_file, make_player_game, make_replay, own
from tests.fixtures.processing import rebuild_play_as_sent

PATH = "/api/v1/user/profile"
SESSIONS_PATH = "/api/v1/sessions"

pytestmark = pytest.mark.as_user()


async def test_is_shown(api: httpx.AsyncClient, me: User) -> None:
    profile = (await api.get(PATH)).json()
    assert (profile["id"], profile["email"]) == (str(me.id), me.email)
    assert (profile["time_zone"], profile["play_session_gap_minutes"]) == ("UTC", 30)


@pytest.mark.as_user(email="123@steam.placeholder.invalid")
async def test_an_address_that_stands_for_none_is_none(api: httpx.AsyncClient) -> None:
    assert (await api.get(PATH)).json()["email"] is None


async def test_only_what_is_given_changes(api: httpx.AsyncClient, me: User) -> None:
    changed = await api.patch(PATH, json={"declared_ranks": {"Ranked Duel": "Champion II"}})
    assert changed.json()["declared_ranks"] == {"Ranked Duel": "Champion II"}
    assert changed.json()["display_name"] == me.display_name
    assert (await api.get(PATH)).json() == changed.json()


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"play_session_gap_minutes": 0},
        {"play_session_gap_minutes": 1441},
        {"display_name": "  "},
        {"display_name": "a\0b"},
        {"display_name": "a\x1b[31mb"},
        {"declared_ranks": {"a\0b": "x"}},
        {"declared_ranks": {"x": "a\0b"}},
        {"subscription_tier": "pro"},
        {"declared_ranks": {"x" * 61: "y"}},
    ],
    ids="-".join,
)
async def test_nonsense_is_refused(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    before = (await api.get(PATH)).json()
    assert (await api.patch(PATH, json=body)).status_code == 422
    assert (await api.get(PATH)).json() == before


async def test_what_is_still_to_be_made_anew_is_told(
    api: httpx.AsyncClient, me: User, db: AsyncSession, sessions: Sessions, jobs: KeptJobs
) -> None:
    await own(db, me, await make_replay(db))
    await db.commit()

    async def told() -> tuple[bool, bool]:
        profile = (await api.get(PATH)).json()
        return profile["is_play_outdated"], (await api.get(SESSIONS_PATH)).json()["is_outdated"]

    assert await told() == (False, False)
    changed = await api.patch(PATH, json={"time_zone": "Europe/Berlin"})
    assert changed.json()["is_play_outdated"]
    assert await told() == (True, True)
    assert await rebuild_play_as_sent(sessions, jobs) == [True]
    assert await told() == (False, False)


@pytest.mark.parametrize(
    "body",
    [{"time_zone": "UTC"}, {"play_session_gap_minutes": 30}, {"display_name": "Somebody"}],
    ids="-".join,
)
async def test_what_moves_no_match_makes_nothing_anew(
    api: httpx.AsyncClient, jobs: KeptJobs, body: dict[str, object]
) -> None:
    assert not (await api.patch(PATH, json=body)).json()["is_play_outdated"]
    assert jobs.jobs == []


async def test_play_sessions_follow_the_gap(
    api: httpx.AsyncClient, me: User, db: AsyncSession, sessions: Sessions, jobs: KeptJobs
) -> None:
    for minutes in (0, 20, 60):
        replay = await make_replay(db, started_at=NOW + timedelta(minutes=minutes))
        await own(db, me, replay)
    await db.commit()
    numbers = []
    for gap in (10, 20, 60):
        assert (await api.patch(PATH, json={"play_session_gap_minutes": gap})).is_success
        await rebuild_play_as_sent(sessions, jobs)
        numbers.append(len((await db.scalars(select(PlaySession.id))).all()))
    assert numbers == [3, 2, 1]


async def test_days_and_estimated_starts_follow_the_time_zone(
    api: httpx.AsyncClient, me: User, db: AsyncSession, sessions: Sessions, jobs: KeptJobs
) -> None:
    saved = datetime(2026, 11, 20, 0, 30)  # noqa: DTZ001 - the file says no zone
    replay = await make_replay(db, duration_seconds=600.0)
    file = await make_file(db, replay_id=replay.id, saved_at_local=saved)
    player = await make_player_game(db, replay)
    owned = await own(
        db,
        me,
        replay,
        file_id=file.id,
        player_game_id=player.id,
        is_start_estimated=True,
        started_at=datetime(2026, 11, 20, 0, 20, tzinfo=UTC),
    )
    await db.commit()
    assert (await api.patch(PATH, json={"time_zone": "America/New_York"})).is_success
    await rebuild_play_as_sent(sessions, jobs)
    await db.refresh(owned)
    assert owned.started_at == datetime(2026, 11, 20, 5, 20, tzinfo=UTC)
    (day,) = (await db.scalars(select(DailyStats))).all()
    assert day.day.isoformat() == "2026-11-20"


async def test_how_far_the_analysis_has_come_is_told(
    api: httpx.AsyncClient, me: User, db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rlcoach.services.reanalysis.service.ANALYSIS_VERSION", 9)
    for version in (9, 8, 9):
        await own(db, me, await make_replay(db, analysis_version=version))
    await db.commit()
    assert (await api.get("/api/v1/user/analysis")).json() == {
        "current": 2,
        "total": 3,
        "given_up": 0,
        "version": 9,
        "is_done": False,
        "sentence": "2 of 3 games re-analysed",
    }
