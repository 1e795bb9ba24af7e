"""Sessions and days stay right whatever comes, goes or moves."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import DailyStats, PlaySession, Replay, User, UserReplay
from rlcoach.db.stat_catalogue import stat_positions
from rlcoach.services.daily_stats.service import bounds_of, recompute_days
from rlcoach.services.play_sessions.service import (
    Span,
    estimate_starts,
    rebuild_play,
    refresh_play,
)
from tests.builders.rows import (
    make_file,
    make_player_game,
    make_replay,
    make_user,
    own,
)

EVENING = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
MATCH_SECONDS = 360.0
BERLIN = "Europe/Berlin"


async def played(db: AsyncSession, user: User, at: datetime, **columns: object) -> UserReplay:
    """A match of a user, sessions and days brought up to date."""
    replay = await make_replay(db, duration_seconds=MATCH_SECONDS, started_at=at)
    owned = await own(db, user, replay, **columns)
    await refresh_play(db, user.id, [Span(at, MATCH_SECONDS)])
    return owned


async def sessions_of(db: AsyncSession, user: User) -> list[list[UUID]]:
    """A user's matches by session, in order; each session must say when its matches were."""
    rows = (
        await db.execute(
            select(UserReplay, Replay.duration_seconds)
            .join(Replay, UserReplay.replay_id == Replay.id)
            .where(UserReplay.user_id == user.id)
            .order_by(UserReplay.started_at)
            .execution_options(populate_existing=True)
        )
    ).all()
    sessions = (
        await db.scalars(
            select(PlaySession)
            .where(PlaySession.user_id == user.id)
            .order_by(PlaySession.started_at)
            .execution_options(populate_existing=True)
        )
    ).all()
    found = []
    for session in sessions:
        within = [row for row, _ in rows if row.play_session_id == session.id]
        assert session.started_at == within[0].started_at
        assert session.ended_at == within[-1].started_at + timedelta(seconds=MATCH_SECONDS)
        found.append([row.id for row in within])
    assert sum(len(one) for one in found) == len(rows)
    return found


def minutes(number: float) -> timedelta:
    """Short for a pause."""
    return timedelta(minutes=number)


class TestRefreshPlay:
    async def test_a_match_joins_the_session_it_is_near(self, db: AsyncSession) -> None:
        user = await make_user(db)
        first = await played(db, user, EVENING)
        second = await played(db, user, EVENING + minutes(20))
        third = await played(db, user, EVENING + minutes(100))
        assert await sessions_of(db, user) == [[first.id, second.id], [third.id]]

    async def test_one_that_arrives_late_joins_two_sessions(self, db: AsyncSession) -> None:
        user = await make_user(db)
        first = await played(db, user, EVENING)
        third = await played(db, user, EVENING + minutes(60))
        assert len(await sessions_of(db, user)) == 2
        second = await played(db, user, EVENING + minutes(30))
        assert await sessions_of(db, user) == [[first.id, second.id, third.id]]

    async def test_one_that_goes_parts_them_again(self, db: AsyncSession) -> None:
        user = await make_user(db)
        first = await played(db, user, EVENING)
        second = await played(db, user, EVENING + minutes(30))
        third = await played(db, user, EVENING + minutes(60))
        await db.execute(delete(UserReplay).where(UserReplay.id == second.id))
        await refresh_play(db, user.id, [Span(second.started_at, MATCH_SECONDS)])
        assert await sessions_of(db, user) == [[first.id], [third.id]]

    async def test_the_last_one_takes_its_session_away(self, db: AsyncSession) -> None:
        user = await make_user(db)
        only = await played(db, user, EVENING)
        await db.execute(delete(UserReplay).where(UserReplay.id == only.id))
        await refresh_play(db, user.id, [Span(EVENING, MATCH_SECONDS)])
        assert await sessions_of(db, user) == []

    async def test_sessions_far_away_keep_their_ids(self, db: AsyncSession) -> None:
        user = await make_user(db)
        far = await played(db, user, EVENING - timedelta(days=3))
        await db.refresh(far)
        before = far.play_session_id
        await played(db, user, EVENING)
        await db.refresh(far)
        assert before == far.play_session_id is not None

    async def test_users_do_not_share_sessions(self, db: AsyncSession) -> None:
        one, other = await make_user(db), await make_user(db)
        mine = await played(db, one, EVENING)
        yours = await played(db, other, EVENING + minutes(10))
        assert await sessions_of(db, one) == [[mine.id]]
        assert await sessions_of(db, other) == [[yours.id]]

    async def test_any_order_gives_the_same_sessions(self, db: AsyncSession) -> None:
        starts = [0, 30, 60, 150, 160, 240, 270]
        found = []
        for order in (starts, starts[::-1], [150, 0, 270, 60, 160, 30, 240]):
            user = await make_user(db)
            ids = {}
            for start in order:
                ids[(await played(db, user, EVENING + minutes(start))).id] = start
            found.append([[ids[one] for one in group] for group in await sessions_of(db, user)])
        assert found == [[[0, 30, 60], [150, 160], [240, 270]]] * 3


class TestRebuildPlay:
    async def test_follows_another_gap(self, db: AsyncSession) -> None:
        user = await make_user(db)
        first = await played(db, user, EVENING)
        second = await played(db, user, EVENING + minutes(60))
        user.play_session_gap_minutes = 90
        await db.flush()
        await rebuild_play(db, user.id)
        assert await sessions_of(db, user) == [[first.id, second.id]]
        user.play_session_gap_minutes = 5
        await db.flush()
        await rebuild_play(db, user.id)
        assert await sessions_of(db, user) == [[first.id], [second.id]]

    async def test_estimates_starts_in_another_zone(self, db: AsyncSession) -> None:
        user = await make_user(db)
        saved = EVENING.replace(tzinfo=None)
        file = await make_file(db, saved_at_local=saved)
        at = EVENING - timedelta(seconds=MATCH_SECONDS)
        guessed = await played(db, user, at, is_start_estimated=True, file_id=file.id)
        exact = await played(db, user, EVENING, file_id=file.id)
        user.time_zone = BERLIN
        await db.flush()
        await estimate_starts(db, user.id)
        for row in (guessed, exact):
            await db.refresh(row)
        assert guessed.started_at == at - timedelta(hours=1)
        assert exact.started_at == EVENING

    async def test_moves_days_with_the_zone(self, db: AsyncSession) -> None:
        user = await make_user(db)
        late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        replay = await make_replay(db, started_at=late)
        me = await make_player_game(db, replay)
        await own(db, user, replay, player_game_id=me.id)
        await refresh_play(db, user.id, [Span(late, MATCH_SECONDS)])
        assert await days_of(db, user) == {date(2026, 7, 1): 1}
        user.time_zone = BERLIN
        await db.flush()
        await rebuild_play(db, user.id)
        assert await days_of(db, user) == {date(2026, 7, 2): 1}


async def days_of(db: AsyncSession, user: User) -> dict[date, int]:
    """How many matches each day has."""
    rows = await db.execute(
        select(DailyStats.day, DailyStats.games).where(DailyStats.user_id == user.id)
    )
    return dict(rows.all())


async def game(
    db: AsyncSession,
    user: User,
    at: datetime,
    *,
    stats: list[float | None],
    is_winner: bool | None = True,
    **replay_columns: object,
) -> None:
    """A match in which it is known who the user is."""
    replay = await make_replay(db, started_at=at, **replay_columns)
    me = await make_player_game(db, replay, stats=stats, is_winner=is_winner, played_seconds=300.0)
    await own(db, user, replay, player_game_id=me.id)


class TestRecomputeDays:
    async def test_adds_up_what_is_there(self, db: AsyncSession) -> None:
        user = await make_user(db)
        await game(db, user, EVENING, stats=[1.0, None, 3.0])
        await game(db, user, EVENING, stats=[2.0, 5.0], is_winner=False)
        await game(db, user, EVENING, stats=[4.0], is_winner=None)
        for _ in range(2):
            await recompute_days(db, user.id, [EVENING.date()], zone=UTC)
        row = (await db.scalars(select(DailyStats).where(DailyStats.user_id == user.id))).one()
        assert (row.games, row.wins, row.losses, row.played_seconds) == (3, 1, 1, 900.0)
        assert row.sums == [7.0, 5.0, 3.0]
        assert row.counts == [3, 1, 1]

    async def test_keeps_apart_what_cannot_be_compared(self, db: AsyncSession) -> None:
        user = await make_user(db)
        await game(db, user, EVENING, stats=[1.0])
        await game(db, user, EVENING, stats=[1.0], analysis_version=2)
        await game(db, user, EVENING, stats=[1.0], team_size=2, playlist="Ranked Doubles")
        await game(db, user, EVENING, stats=[1.0], team_size=None, playlist=None, mode=None)
        await recompute_days(db, user.id, [EVENING.date()], zone=UTC)
        rows = (await db.scalars(select(DailyStats).where(DailyStats.user_id == user.id))).all()
        assert [row.games for row in rows] == [1] * 4

    async def test_leaves_out_matches_without_a_known_player(self, db: AsyncSession) -> None:
        user = await make_user(db)
        await own(db, user, await make_replay(db, started_at=EVENING))
        await recompute_days(db, user.id, [EVENING.date()], zone=UTC)
        assert await days_of(db, user) == {}

    async def test_a_day_without_matches_goes(self, db: AsyncSession) -> None:
        user = await make_user(db)
        await game(db, user, EVENING, stats=[1.0])
        await recompute_days(db, user.id, [EVENING.date()], zone=UTC)
        await db.execute(delete(UserReplay).where(UserReplay.user_id == user.id))
        await recompute_days(db, user.id, [EVENING.date()], zone=UTC)
        assert await days_of(db, user) == {}

    async def test_holds_every_statistic_of_the_catalogue(self, db: AsyncSession) -> None:
        user = await make_user(db)
        positions = await stat_positions(db)
        values = [float(position) for position in positions.values()]
        await game(db, user, EVENING, stats=[*values])
        await recompute_days(db, user.id, [EVENING.date()], zone=UTC)
        row = (await db.scalars(select(DailyStats).where(DailyStats.user_id == user.id))).one()
        assert row.sums == values


class TestDaysOfAZone:
    @pytest.mark.parametrize(
        ("day", "hours"),
        [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 27), 24)],
    )
    def test_are_as_long_as_its_clocks_say(self, day: date, hours: int) -> None:
        first, end = bounds_of(day, ZoneInfo(BERLIN))
        assert end - first == timedelta(hours=hours)

    async def test_take_every_match_once_around_the_change(self, db: AsyncSession) -> None:
        """One match in each half hour of three days, the middle one of 25 hours."""
        user = await make_user(db, time_zone=BERLIN)
        days = [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]
        first = bounds_of(days[0], ZoneInfo(BERLIN))[0]
        for half_hour in range(2 * (24 + 25 + 24)):
            await game(db, user, first + minutes(30 * half_hour), stats=[1.0])
        await recompute_days(db, user.id, days, zone=ZoneInfo(BERLIN))
        assert await days_of(db, user) == dict(zip(days, (48, 50, 48), strict=True))
