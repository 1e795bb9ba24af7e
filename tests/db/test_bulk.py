"""Many rows changed at once."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.bulk import update_column
from rlcoach.db.models import UserReplay
from tests.builders.rows import make_player_game, make_replay, make_user, own


class TestUpdateColumn:
    async def test_changes_each_row_by_its_id_and_no_other(self, db: AsyncSession) -> None:
        user = await make_user(db)
        rows = [await own(db, user, await make_replay(db)) for _ in range(3)]
        untouched = rows[2].started_at
        moments = {row.id: datetime(2026, 1, 1 + day, tzinfo=UTC) for day, row in enumerate(rows)}
        del moments[rows[2].id]
        await update_column(db, UserReplay.started_at, moments)
        for row in rows:
            await db.refresh(row)
            assert row.started_at == moments.get(row.id, untouched)

    async def test_can_say_that_nothing_is_known(self, db: AsyncSession) -> None:
        replay = await make_replay(db)
        player = await make_player_game(db, replay)
        row = await own(db, await make_user(db), replay, player_game_id=player.id)
        await update_column(db, UserReplay.player_game_id, {row.id: None})
        await db.refresh(row)
        assert row.player_game_id is None

    async def test_of_nothing_changes_nothing(self, db: AsyncSession) -> None:
        row = await own(db, await make_user(db), await make_replay(db))
        before = row.started_at
        await update_column(db, UserReplay.started_at, {})
        await db.refresh(row)
        assert row.started_at == before
