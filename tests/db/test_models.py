"""What the tables let in, and what goes with what."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from rlcoach.db.base import Base
from rlcoach.db.models import (
    AuditEntry,
    DailyStats,
    Ownership,
    PlayerGameStats,
    Replay,
    ReplayFile,
    Tier,
    UploadedReplay,
    UploadStatus,
    User,
    UserReplay,
)
from tests.builders.rows import (
    NOW,
    make_file,
    make_player,
    make_player_game,
    make_replay,
    make_upload,
    make_uploaded_replay,
    make_user,
    own,
)


class TestConventions:
    def test_every_reference_has_an_index(self) -> None:
        """Deleting what is referred to would read whole tables otherwise."""
        for table in Base.metadata.tables.values():
            beginnings = {
                index.columns.keys()[0] if index.columns else "" for index in table.indexes
            } | {
                constraint.columns.keys()[0]
                for constraint in table.constraints
                if hasattr(constraint, "columns")
                and constraint.name is not None
                and str(constraint.name).startswith(("uq_", "pk_"))
            }
            for reference in table.foreign_keys:
                assert reference.parent.name in beginnings, f"{table}.{reference.parent.name}"

    def test_relationships_have_to_be_asked_for(self) -> None:
        relationships = [one for mapper in Base.registry.mappers for one in mapper.relationships]
        assert relationships
        assert all(one.lazy == "raise" and one.viewonly for one in relationships)

    def test_all_constraints_fit_into_a_name(self) -> None:
        tables = Base.metadata.tables.values()
        names = [str(constraint.name) for table in tables for constraint in table.constraints]
        names += [str(index.name) for table in tables for index in table.indexes]
        assert max(map(len, names)) <= 63
        assert len(names) == len(set(names))


class TestColumns:
    async def test_what_comes_back_is_what_was_put_in(self, db: AsyncSession) -> None:
        in_tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
        user = await make_user(
            db,
            tier=Tier.PRO,
            terms_accepted_at=in_tokyo,
            declared_ranks={"Ranked Standard": "gold-1"},
        )
        db.expunge_all()
        read = (await db.scalars(select(User).where(User.id == user.id))).one()
        assert read.terms_accepted_at == NOW
        assert read.terms_accepted_at.tzinfo is UTC
        assert read.subscription_tier is Tier.PRO
        assert read.declared_ranks == {"Ranked Standard": "gold-1"}
        assert (read.time_zone, read.play_session_gap_minutes) == ("UTC", 30)
        assert user.id.version == 7

    async def test_a_time_without_zone_is_refused(self, db: AsyncSession) -> None:
        with pytest.raises(StatementError, match="a time without zone"):
            await make_user(db, terms_accepted_at=datetime(2026, 11, 27))  # noqa: DTZ001

    async def test_a_word_of_no_set_is_refused_by_the_program(self, db: AsyncSession) -> None:
        user = await make_user(db)
        user.subscription_tier = "gold"  # type: ignore[assignment]
        with pytest.raises(StatementError, match="gold"):
            await db.flush()

    async def test_a_word_of_no_set_is_refused_by_the_database(self, db: AsyncSession) -> None:
        await make_user(db)
        with pytest.raises(IntegrityError, match="ck_users_subscription_tier"):
            await db.execute(text("UPDATE users SET subscription_tier = 'gold'"))

    async def test_an_update_brings_back_its_time(self, db: AsyncSession) -> None:
        user = await make_user(db)
        user.display_name = "New"
        await db.flush()
        assert user.updated_at >= user.created_at

    async def test_numbers_that_do_not_apply_are_null(self, db: AsyncSession) -> None:
        game = await make_player_game(db, await make_replay(db), stats=[1.5, None, 3.0])
        db.expunge_all()
        read = (await db.scalars(select(PlayerGameStats).filter_by(id=game.id))).one()
        assert read.stats == [1.5, None, 3.0]


class TestAccounts:
    async def test_an_address_is_one_whatever_its_case(self, db: AsyncSession) -> None:
        await make_user(db, email="ann@example.org")
        with pytest.raises(IntegrityError, match="uq_users_lower_email"):
            await make_user(db, email="Ann@Example.org")

    async def test_several_users_may_have_none(self, db: AsyncSession) -> None:
        await make_user(db, email=None)
        await make_user(db, email=None)

    async def test_a_deleted_user_takes_his_own_with_him(self, db: AsyncSession) -> None:
        user = await make_user(db)
        replay = await make_replay(db)
        await own(db, user, replay)
        await make_uploaded_replay(db, await make_upload(db, user))
        db.add(AuditEntry(user_id=user.id, actor="user", action="account.delete"))
        await db.flush()
        await db.execute(delete(User).where(User.id == user.id))
        assert (await db.scalars(select(UserReplay))).all() == []
        assert (await db.scalars(select(UploadedReplay))).all() == []
        assert (await db.scalars(select(Replay.id))).all() == [replay.id]
        assert (await db.scalars(select(AuditEntry.user_id))).all() == [None]


class TestMatches:
    async def test_two_matches_may_say_they_are_the_same(self, db: AsyncSession) -> None:
        await make_replay(db, match_guid="A" * 32)
        await make_replay(db, match_guid="A" * 32)

    async def test_a_file_is_stored_once(self, db: AsyncSession) -> None:
        file = await make_file(db)
        with pytest.raises(IntegrityError, match="uq_replay_files_sha256"):
            await make_file(db, sha256=file.sha256)

    async def test_a_match_goes_after_its_files_and_takes_its_players(
        self, db: AsyncSession
    ) -> None:
        user, replay = await make_user(db), await make_replay(db)
        file = await make_file(db, replay_id=replay.id)
        replay.analysed_file_id = file.id
        game = await make_player_game(db, replay)
        owned = await own(db, user, replay, file_id=file.id, player_game_id=game.id)
        uploaded = await make_uploaded_replay(
            db, await make_upload(db, user), file_id=file.id, replay_id=replay.id
        )
        with pytest.raises(IntegrityError, match="fk_replay_files_replay_id"):
            async with db.begin_nested():
                await db.execute(delete(Replay))
        await db.execute(delete(ReplayFile))
        await db.execute(delete(Replay))
        for gone in (PlayerGameStats, UserReplay):
            assert (await db.scalars(select(gone))).all() == []
        await db.refresh(uploaded)
        assert (uploaded.file_id, uploaded.replay_id) == (None, None)
        assert owned.user_id == user.id


class TestOwnership:
    async def test_a_match_is_a_users_once(self, db: AsyncSession) -> None:
        user, replay = await make_user(db), await make_replay(db)
        await own(db, user, replay)
        with pytest.raises(IntegrityError, match="uq_user_replays_user_id_replay_id"):
            await own(db, user, replay, ownership_type=Ownership.AUTO_MATCHED)

    async def test_one_is_a_player_of_the_same_match(self, db: AsyncSession) -> None:
        user, mine, other = await make_user(db), await make_replay(db), await make_replay(db)
        elsewhere = await make_player_game(db, other)
        with pytest.raises(IntegrityError, match="fk_user_replays_replay_id_player_game_id"):
            await own(db, user, mine, player_game_id=elsewhere.id)

    async def test_a_player_that_goes_is_nobody_and_the_match_stays(self, db: AsyncSession) -> None:
        user, replay = await make_user(db), await make_replay(db)
        game = await make_player_game(db, replay)
        owned = await own(db, user, replay, player_game_id=game.id)
        await db.execute(delete(PlayerGameStats))
        await db.refresh(owned)
        assert (owned.player_game_id, owned.replay_id) == (None, replay.id)

    async def test_the_match_and_the_player_are_loaded_by_name(self, db: AsyncSession) -> None:
        user, replay = await make_user(db), await make_replay(db)
        me = await make_player_game(db, replay, player_id=(await make_player(db)).id)
        other = await make_player_game(db, replay, team=1)
        await own(db, user, replay, player_game_id=me.id)
        db.expunge_all()
        unloaded = (await db.scalars(select(UserReplay))).one()
        with pytest.raises(InvalidRequestError, match="raise"):
            _ = unloaded.replay
        db.expunge_all()
        wanted = select(UserReplay).options(
            selectinload(UserReplay.player),
            selectinload(UserReplay.replay).selectinload(Replay.players),
        )
        loaded = (await db.scalars(wanted)).one()
        assert loaded.player is not None
        assert loaded.player.id == me.id
        assert {player.id for player in loaded.replay.players} == {me.id, other.id}


class TestUploads:
    @pytest.mark.parametrize(
        ("columns", "constraint"),
        [
            ({"status": UploadStatus.PROCESSING}, "claim"),
            ({"status": UploadStatus.FAILED, "processed_at": NOW}, "error"),
            ({"status": UploadStatus.COMPLETED}, "processed_at"),
            ({"processed_at": NOW}, "processed_at"),
            ({"error_code": "x", "error_sentence": "y"}, "error"),
        ],
    )
    async def test_a_status_and_what_belongs_to_it(
        self, db: AsyncSession, columns: dict[str, object], constraint: str
    ) -> None:
        upload = await make_upload(db, await make_user(db))
        with pytest.raises(IntegrityError, match=f"ck_uploaded_replays_{constraint}"):
            await make_uploaded_replay(db, upload, **columns)


class TestDailyStats:
    async def test_a_day_has_one_row_also_where_the_playlist_is_not_known(
        self, db: AsyncSession
    ) -> None:
        user = await make_user(db)

        def day(**columns: object) -> DailyStats:
            given = {
                "day": NOW.date(),
                "mode": "soccar",
                "team_size": 3,
                "analysis_version": 1,
                "games": 1,
                "wins": 1,
                "losses": 0,
                "sums": [1.0],
                "counts": [1],
                **columns,
            }
            return DailyStats(user_id=user.id, **given)

        db.add_all([day(), day(analysis_version=2), day(playlist="Ranked Standard")])
        await db.flush()
        db.add(day())
        with pytest.raises(IntegrityError, match="uq_daily_stats_grain"):
            await db.flush()

    async def test_sums_and_counts_are_of_the_same_statistics(self, db: AsyncSession) -> None:
        user = await make_user(db)
        with pytest.raises(DBAPIError, match="ck_daily_stats_sums"):
            await db.execute(
                text(
                    "INSERT INTO daily_stats (id, user_id, day, analysis_version, games, wins, "
                    "losses, sums, counts) "
                    "VALUES (:id, :id, '2026-11-27', 1, 1, 1, 0, '{1,2}', '{1}')"
                ),
                {"id": user.id},
            )
