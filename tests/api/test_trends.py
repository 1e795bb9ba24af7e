"""How a user's statistics change, by match, day and week."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import rlcoach
from rlcoach.db.models import User
from rlcoach.db.stat_catalogue import append_stat_keys, as_array, stat_positions
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.services.play_sessions.outdated import mark_outdated
from rlcoach.services.play_sessions.service import rebuild_play
from tests.builders.rows import NOW, make_player_game, make_replay, make_user, own

PATH = "/api/v1/user/trends"
GOALS, SPEED = "core.goals", "movement.avg_speed"
FRIDAY = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
OLD, NEW = 1, 2

pytestmark = pytest.mark.as_user()


async def played(
    db: AsyncSession, user: User, at: datetime, stats: dict[str, float | None], **columns: Any
) -> str:
    """A match of a user with his numbers in it; returns its id. Days are made by `rebuild_play`."""
    replay = await make_replay(db, started_at=at, **columns)
    numbers = as_array(stats, await stat_positions(db))
    player = await make_player_game(db, replay, stats=numbers)
    await own(db, user, replay, player_game_id=player.id)
    await db.commit()
    return str(replay.id)


async def trend(api: httpx.AsyncClient, **parameters: Any) -> dict[str, Any]:
    """What is answered."""
    answer = await api.get(PATH, params={"stat": GOALS, **parameters})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def short(told: dict[str, Any], key: str = GOALS) -> list[tuple[object, ...]]:
    """Day, matches and value of each point."""
    return [
        (point["day"], point["games"], point["values"][key]["value"]) for point in told["points"]
    ]


class TestPerGame:
    async def test_has_a_point_for_each_match_the_newest_first(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        first = await played(db, me, FRIDAY, {GOALS: 2.0, SPEED: 1400.0})
        second = await played(db, me, FRIDAY + timedelta(minutes=10), {GOALS: 0.0})
        told = await trend(api, stat=[GOALS, SPEED], per="game")
        assert [point["replay_id"] for point in told["points"]] == [second, first]
        assert told["points"][1] == {
            "day": "2026-11-27",
            "started_at": "2026-11-27T18:30:00Z",
            "replay_id": first,
            "analysis_version": 1,
            "games": 1,
            "values": {
                GOALS: {"value": 2.0, "games": 1},
                SPEED: {"value": 1400.0, "games": 1},
            },
        }
        # Nothing is known of his speed in the second, which is not the same as standing still.
        assert told["points"][0]["values"] == {
            GOALS: {"value": 0.0, "games": 1},
            SPEED: {"value": None, "games": 0},
        }

    async def test_leaves_out_matches_in_which_it_is_not_known_who_he_is(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        await own(db, me, await make_replay(db))
        await db.commit()
        assert short(await trend(api, per="game")) == []


class TestPerDay:
    async def test_is_the_mean_of_the_matches_that_have_a_number(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        for minutes, stats in ((0, {GOALS: 1.0, SPEED: 1500.0}), (10, {GOALS: 4.0}), (20, {})):
            await played(db, me, FRIDAY + timedelta(minutes=minutes), dict(stats))
        await rebuild_play(db, me.id)
        await db.commit()
        (point,) = (await trend(api, stat=[GOALS, SPEED]))["points"]
        assert point == {
            "day": "2026-11-27",
            "started_at": None,
            "replay_id": None,
            "analysis_version": 1,
            "games": 3,
            "values": {
                GOALS: {"value": 2.5, "games": 2},
                SPEED: {"value": 1500.0, "games": 1},
            },
        }

    @pytest.mark.as_user(time_zone="Asia/Tokyo")
    async def test_days_are_those_of_the_user_in_every_trend(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        """Two matches around midnight in Tokyo, on the same Friday of UTC."""
        await played(db, me, datetime(2026, 11, 27, 14, 59, tzinfo=UTC), {GOALS: 1.0})
        await played(db, me, datetime(2026, 11, 27, 15, 0, tzinfo=UTC), {GOALS: 3.0})
        await rebuild_play(db, me.id)
        await db.commit()
        saturday, friday = ("2026-11-28", 1, 3.0), ("2026-11-27", 1, 1.0)
        for per in ("day", "game"):
            assert short(await trend(api, per=per)) == [saturday, friday]
            assert short(await trend(api, per=per, to="2026-11-27")) == [friday]
            assert short(await trend(api, **{"per": per, "from": "2026-11-28"})) == [saturday]


class TestPerWeek:
    async def test_begins_on_monday_and_weighs_each_match_the_same(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        monday = FRIDAY - timedelta(days=4)
        for day, goals in ((-1, 9.0), (0, 1.0), (0, 1.0), (6, 4.0), (7, 5.0)):
            await played(db, me, monday + timedelta(days=day), {GOALS: goals})
        await rebuild_play(db, me.id)
        await db.commit()
        assert short(await trend(api, per="week")) == [
            ("2026-11-30", 1, 5.0),
            ("2026-11-23", 3, 2.0),
            ("2026-11-16", 1, 9.0),
        ]
        within = {"from": "2026-11-24", "to": "2026-11-29"}
        assert short(await trend(api, per="week", **within)) == [("2026-11-23", 1, 4.0)]


@pytest.mark.parametrize("per", ["game", "day", "week"])
class TestEveryTrend:
    @pytest.mark.parametrize(
        "kind",
        [{"playlist": "Ranked Duel"}, {"team_size": 1}, {"mode": "hoops"}],
        ids=lambda kind: next(iter(kind)),
    )
    async def test_can_be_of_one_kind_of_match(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, per: str, kind: dict[str, Any]
    ) -> None:
        await played(db, me, FRIDAY, {GOALS: 7.0})
        await played(db, me, FRIDAY, {GOALS: 2.0}, **kind)
        await rebuild_play(db, me.id)
        await db.commit()
        assert [value for *_, value in short(await trend(api, per=per, **kind))] == [2.0]

    async def test_goes_on_where_it_ended(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, per: str
    ) -> None:
        """Two matches a week, of two versions: neither a point is missing nor one comes twice."""
        for weeks in range(3):
            for version in (OLD, NEW):
                await played(
                    db,
                    me,
                    FRIDAY + timedelta(weeks=weeks),
                    {GOALS: float(weeks)},
                    analysis_version=version,
                )
        await rebuild_play(db, me.id)
        await db.commit()
        whole = await trend(api, per=per)
        assert (len(whole["points"]), whole["next_cursor"]) == (6, None)
        seen, cursor = [], None
        for _ in range(6):
            page = await trend(api, per=per, limit=1, **({"cursor": cursor} if cursor else {}))
            seen += page["points"]
            cursor = page["next_cursor"]
        assert seen == whole["points"]
        assert cursor is None

    async def test_takes_a_cursor_of_another_as_a_place_in_time(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, per: str
    ) -> None:
        for days in range(3):
            await played(db, me, FRIDAY + timedelta(days=days), {GOALS: 1.0})
        await rebuild_play(db, me.id)
        await db.commit()
        for other in ("game", "day"):
            cursor = (await trend(api, per=other, limit=1))["next_cursor"]
            await trend(api, per=per, cursor=cursor)

    async def test_is_of_the_user_alone(
        self, api: httpx.AsyncClient, db: AsyncSession, per: str
    ) -> None:
        other = await make_user(db)
        await played(db, other, FRIDAY, {GOALS: 1.0})
        await rebuild_play(db, other.id)
        await db.commit()
        assert short(await trend(api, per=per)) == []

    async def test_never_adds_versions_up(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, per: str
    ) -> None:
        for minutes, version, goals in ((0, OLD, 1.0), (10, NEW, 5.0), (20, NEW, 7.0)):
            at = FRIDAY + timedelta(minutes=minutes)
            await played(db, me, at, {GOALS: goals}, analysis_version=version)
        await rebuild_play(db, me.id)
        await db.commit()
        told = await trend(api, per=per)
        by_version = [
            (point["analysis_version"], point["values"][GOALS]["value"]) for point in told["points"]
        ]
        apart = [(NEW, 7.0), (NEW, 5.0)] if per == "game" else [(NEW, 6.0)]
        assert by_version == [*apart, (OLD, 1.0)]
        assert told["analysis_version"] == ANALYSIS_VERSION

    async def test_answers_what_is_new_in_the_catalogue(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, per: str
    ) -> None:
        """Matches of before have arrays that end sooner, and no number."""
        new = "test.flip_resets_per_nap"
        await played(db, me, FRIDAY, {GOALS: 1.0})
        assert (await api.get(PATH, params={"stat": new, "per": per})).status_code == 422
        assert await append_stat_keys(db, [*rlcoach.STATS, new]) == [new]
        await played(db, me, FRIDAY, {GOALS: 3.0, new: 42.0})
        await rebuild_play(db, me.id)
        await db.commit()
        points = (await trend(api, stat=[new, GOALS], per=per))["points"]
        told = [point["values"] for point in points if point["values"][new]["games"]]
        assert [values[new] for values in told] == [{"value": 42.0, "games": 1}]
        assert [values[GOALS]["value"] for values in told] == [3.0 if per == "game" else 2.0]

    async def test_says_whether_it_follows_the_latest_changes(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, per: str
    ) -> None:
        assert not (await trend(api, per=per))["is_play_outdated"]
        await mark_outdated(db, me.id, now=NOW)
        await db.commit()
        assert (await trend(api, per=per))["is_play_outdated"]


class TestRequests:
    async def test_an_unknown_statistic_is_named_with_where_the_others_are(
        self, api: httpx.AsyncClient
    ) -> None:
        answer = await api.get(PATH, params={"stat": [GOALS, "core.gaols"]})
        told = answer.json()
        assert (answer.status_code, told["code"]) == (422, "stat_unknown")
        assert told["stat"] == "core.gaols"
        assert "docs/stats.md" in told["detail"]

    async def test_every_statistic_of_the_catalogue_can_be_asked_for(
        self, api: httpx.AsyncClient
    ) -> None:
        keys = list(rlcoach.STATS)
        for first in range(0, len(keys), 10):
            await trend(api, stat=keys[first : first + 10])

    async def test_one_asked_for_twice_is_told_once(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        await played(db, me, FRIDAY, {GOALS: 2.0})
        (point,) = (await trend(api, stat=[GOALS, GOALS], per="game"))["points"]
        assert list(point["values"]) == [GOALS]

    @pytest.mark.parametrize(
        "parameters",
        [
            {"stat": []},
            {"stat": [GOALS] * 11},
            {"stat": "Robert'); DROP TABLE users"},
            {"per": "month"},
            {"limit": 0},
            {"limit": 501},
            {"team_size": 40_000},
            {"playlist": "\0"},
            {"mode": "m" * 101},
            {"from": "yesterday"},
            {"from": "0001-01-01"},
            {"to": "9999-12-31"},
            {"cursor": "x"},
        ],
        ids=str,
    )
    async def test_nonsense_is_refused(
        self, api: httpx.AsyncClient, parameters: dict[str, Any]
    ) -> None:
        for per in ("game", "day"):
            answer = await api.get(PATH, params={"stat": GOALS, "per": per, **parameters})
            assert (answer.status_code, answer.json()["code"]) == (422, "malformed_request")

    @pytest.mark.parametrize("day", ["2000-01-01", "2999-12-31"])
    @pytest.mark.as_user(time_zone="Pacific/Kiritimati")
    async def test_all_days_that_are_taken_can_be_answered(
        self, api: httpx.AsyncClient, day: str
    ) -> None:
        for per in ("game", "day", "week"):
            assert short(await trend(api, **{"per": per, "from": day, "to": day})) == []
