"""Other accounts a user calls his own: they label what he sent, and touch nothing else."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from rlcoach.db.models import (
    AuditEntry,
    DailyStats,
    OAuthAccount,
    Player,
    PlayerClaim,
    PlayerGameStats,
    User,
    UserReplay,
)
from rlcoach.db.unit_of_work import unit_of_work
from rlcoach.services.claims.errors import (
    ClaimedPlayerNotFound,
    ClaimNotFound,
    ClaimsTooMany,
    PlayerHasNoAccount,
)
from rlcoach.services.claims.service import add_claim, list_claims, remove_claim
from rlcoach.services.claims.views import ClaimView
from rlcoach.services.replays.service import choose_player
from tests.builders.match_files import STEAM_ID, match_file
from tests.builders.rows import NOW, make_player, make_player_game, make_replay, own
from tests.fixtures.processing import Processing

GUIDS = ("1" * 32, "2" * 32)


async def games_of(processing: Processing, name: str) -> list[UUID]:
    """A player's rows, match by match."""
    async with processing.sessions() as db:
        query = select(PlayerGameStats.id).where(PlayerGameStats.name == name)
        return list(await db.scalars(query.order_by(PlayerGameStats.id)))


async def claim(processing: Processing, user: User, name: str) -> ClaimView:
    """Says that a player of his matches is his other account, and has the job done."""
    player_game_id = (await games_of(processing, name))[0]
    async with unit_of_work(processing.sessions, processing.jobs) as db:
        made = await add_claim(db, user.id, player_game_id=player_game_id, now=processing.clock())
    await processing.rebuild_play()
    return made


async def take_back(processing: Processing, user: User, claimed: ClaimView) -> None:
    """Takes it back, and has the job done."""
    processing.clock.move(seconds=1)
    async with unit_of_work(processing.sessions, processing.jobs) as db:
        await remove_claim(db, user.id, claim_id=claimed.id, now=processing.clock())
    await processing.rebuild_play()


async def names_of(processing: Processing, user: User) -> list[str | None]:
    """Who a user is in each of his matches, in the order he got them."""
    query = (
        select(PlayerGameStats.name)
        .select_from(UserReplay)
        .outerjoin(PlayerGameStats, UserReplay.player_game_id == PlayerGameStats.id)
        .where(UserReplay.user_id == user.id)
        .order_by(UserReplay.id)
    )
    async with processing.sessions() as db:
        return list(await db.scalars(query))


async def games_in_days(processing: Processing, user: User) -> int:
    """How many matches his days add up."""
    async with processing.sessions() as db:
        query = select(DailyStats.games).where(DailyStats.user_id == user.id)
        return sum(await db.scalars(query))


@pytest.fixture
async def user(processing: Processing) -> User:
    """Somebody who has sent two matches of the same players."""
    user = await processing.user()
    for guid in GUIDS:
        await processing.process(user, match_file(guid=guid))
    return user


class TestAddClaim:
    async def test_labels_what_he_has_sent_and_his_days_follow(
        self, processing: Processing, user: User
    ) -> None:
        assert await games_in_days(processing, user) == 0
        made = await claim(processing, user, "Cy")
        assert (made.name, made.games) == ("Cy", 2)
        assert await names_of(processing, user) == ["Cy", "Cy"]
        assert await games_in_days(processing, user) == 2

    async def test_twice_is_once(self, processing: Processing, user: User) -> None:
        assert await claim(processing, user, "Cy") == await claim(processing, user, "Cy")
        assert processing.jobs.jobs == []

    async def test_never_changes_who_he_chose_to_be(
        self, processing: Processing, user: User
    ) -> None:
        chosen = (await games_of(processing, "Dee"))[0]
        async with processing.sessions() as db, db.begin():
            replay_id = (await db.get_one(PlayerGameStats, chosen)).replay_id
            await choose_player(db, user.id, replay_id=replay_id, player_game_id=chosen)
        made = await claim(processing, user, "Cy")
        assert await names_of(processing, user) == ["Dee", "Cy"]
        await take_back(processing, user, made)
        assert await names_of(processing, user) == ["Dee", None]

    async def test_also_not_that_he_chose_to_be_nobody(
        self, processing: Processing, user: User
    ) -> None:
        async with processing.sessions() as db, db.begin():
            for replay_id in (await db.scalars(select(UserReplay.replay_id))).all():
                await choose_player(db, user.id, replay_id=replay_id, player_game_id=None)
        await claim(processing, user, "Cy")
        assert await names_of(processing, user) == [None, None]

    async def test_of_two_players_of_a_match_leaves_it_open(
        self, processing: Processing, user: User
    ) -> None:
        await claim(processing, user, "Cy")
        other = await claim(processing, user, "Dee")
        assert await names_of(processing, user) == [None, None]
        await take_back(processing, user, other)
        assert await names_of(processing, user) == ["Cy", "Cy"]

    async def test_goes_behind_a_proved_account(self, processing: Processing, user: User) -> None:
        await claim(processing, user, "Cy")
        async with processing.sessions() as db, db.begin():
            db.add(OAuthAccount(user_id=user.id, provider="steam", provider_account_id=STEAM_ID))
        made = await claim(processing, user, "Dee")
        assert await names_of(processing, user) == ["Ada", "Ada"]
        await take_back(processing, user, made)
        assert await names_of(processing, user) == ["Ada", "Ada"]

    async def test_opens_and_changes_nothing_of_anybody_elses(
        self, processing: Processing, user: User
    ) -> None:
        other = await processing.user()
        await processing.process(other, match_file(guid="3" * 32))
        await processing.process(other, match_file(guid=GUIDS[0], title="his own file"))
        await claim(processing, user, "Cy")
        assert await names_of(processing, user) == ["Cy", "Cy"]
        assert await names_of(processing, other) == [None, None]
        assert await games_in_days(processing, other) == 0

    async def test_leaves_alone_what_others_have_sent_of_him(
        self, processing: Processing, user: User
    ) -> None:
        """A match that another's upload brought him is his by proof, and so is who he is in it."""
        await claim(processing, user, "Cy")
        async with processing.sessions() as db, db.begin():
            await db.execute(update(UserReplay).values(file_id=None, player_game_id=None))
        await claim(processing, user, "Dee")
        assert await names_of(processing, user) == [None, None]

    @pytest.mark.usefixtures("user")
    async def test_takes_players_of_his_own_matches_alone(self, processing: Processing) -> None:
        stranger = await processing.user()
        player_game_id = (await games_of(processing, "Cy"))[0]
        async with processing.sessions() as db, db.begin():
            with pytest.raises(ClaimedPlayerNotFound):
                await add_claim(db, stranger.id, player_game_id=player_game_id, now=NOW)

    async def test_needs_an_account(self, processing: Processing, user: User) -> None:
        async with processing.sessions() as db, db.begin():
            replay = await make_replay(db)
            bot = await make_player_game(db, replay, is_bot=True)
            await own(db, user, replay)
            with pytest.raises(PlayerHasNoAccount):
                await add_claim(db, user.id, player_game_id=bot.id, now=NOW)

    async def test_has_an_end(self, processing: Processing, user: User) -> None:
        async with processing.sessions() as db, db.begin():
            for _ in range(19):
                db.add(PlayerClaim(user_id=user.id, player_id=(await make_player(db)).id))
        await claim(processing, user, "Cy")
        with pytest.raises(ClaimsTooMany):
            await claim(processing, user, "Dee")


class TestRemoveClaim:
    async def test_takes_its_labels_back_and_his_days_follow(
        self, processing: Processing, user: User
    ) -> None:
        made = await claim(processing, user, "Cy")
        await take_back(processing, user, made)
        assert await names_of(processing, user) == [None, None]
        assert await games_in_days(processing, user) == 0
        async with processing.sessions() as db:
            assert await list_claims(db, user.id) == []
            assert await db.get(PlayerClaim, made.id) is None

    async def test_before_its_job_can_be_undone(self, processing: Processing, user: User) -> None:
        made = await claim(processing, user, "Cy")
        async with unit_of_work(processing.sessions, processing.jobs) as db:
            await remove_claim(db, user.id, claim_id=made.id, now=processing.clock())
        assert (await claim(processing, user, "Cy")).id == made.id
        assert await names_of(processing, user) == ["Cy", "Cy"]

    async def test_that_was_taken_back_labels_no_new_upload(
        self, processing: Processing, user: User
    ) -> None:
        made = await claim(processing, user, "Cy")
        async with unit_of_work(processing.sessions, processing.jobs) as db:
            await remove_claim(db, user.id, claim_id=made.id, now=processing.clock())
        await processing.process(user, match_file(guid="3" * 32))
        assert (await names_of(processing, user))[-1] is None

    async def test_is_there_once(self, processing: Processing, user: User) -> None:
        made = await claim(processing, user, "Cy")
        await take_back(processing, user, made)
        with pytest.raises(ClaimNotFound):
            await take_back(processing, user, made)

    async def test_is_written_down(self, processing: Processing, user: User) -> None:
        made = await claim(processing, user, "Ada")
        await take_back(processing, user, made)
        async with processing.sessions() as db:
            entries = (await db.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
        told = {"platform": "steam", "online_id": STEAM_ID}
        assert [(entry.action, entry.subject_id, entry.details) for entry in entries] == [
            ("claim.add", made.id, told),
            ("claim.remove", made.id, told),
        ]


class TestListClaims:
    async def test_tells_the_name_he_has_seen_not_the_one_others_have(
        self, processing: Processing, user: User
    ) -> None:
        await claim(processing, user, "Cy")
        other = await processing.user()
        for guid in (GUIDS[0], "3" * 32):
            await processing.process(other, match_file(guid=guid, title="his own file"))
        async with processing.sessions() as db, db.begin():
            await db.execute(update(Player).values(name="Renamed where others saw it"))
            (listed,) = await list_claims(db, user.id)
        assert (listed.name, listed.games) == ("Cy", 2)
        assert len(await games_of(processing, "Cy")) == 3

    async def test_keeps_a_claim_whose_matches_are_gone(
        self, processing: Processing, user: User
    ) -> None:
        await claim(processing, user, "Cy")
        async with processing.sessions() as db, db.begin():
            await db.execute(update(UserReplay).values(file_id=None))
            (listed,) = await list_claims(db, user.id)
        assert (listed.name, listed.games) == (None, 0)
