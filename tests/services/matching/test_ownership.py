"""Whose a match becomes, and who he is in it."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from rlcoach.db.models import (
    OAuthAccount,
    Ownership,
    Player,
    PlayerClaim,
    PlayerGameStats,
    User,
    UserReplay,
)
from rlcoach.services.matching.ownership import label_players
from tests.builders.match_files import EPIC_ID, STEAM_ID, match_file
from tests.builders.rows import NOW
from tests.fixtures.processing import Processing
from tests.services.matching.owners import match_linked, owned_by, prove


async def claim(processing: Processing, user: User, name: str) -> None:
    """Has a user say that a player is his other account."""
    async with processing.sessions() as db, db.begin():
        player = await db.scalar(select(Player).where(Player.name == name))
        assert player is not None
        db.add(PlayerClaim(user_id=user.id, player_id=player.id))


async def name_of(processing: Processing, player_game_id: UUID | None) -> str | None:
    """Who a user is in a match."""
    async with processing.sessions() as db:
        found = await db.get(PlayerGameStats, player_game_id) if player_game_id else None
    return None if found is None else found.name


class TestProvedAccount:
    @pytest.mark.parametrize(
        ("provider", "account_id", "name"), [("steam", STEAM_ID, "Ada"), ("epic", EPIC_ID, "Bo")]
    )
    async def test_gets_the_matches_others_upload(
        self, processing: Processing, provider: str, account_id: str, name: str
    ) -> None:
        player, uploader = await processing.user(), await processing.user()
        await prove(processing, player, provider, account_id)
        await processing.process(uploader, match_file())
        found = await owned_by(processing, player)
        assert found is not None
        assert found.ownership_type is Ownership.AUTO_MATCHED
        assert found.file_id is None
        assert await name_of(processing, found.player_game_id) == name
        assert found.play_session_id is not None

    async def test_labels_his_own_upload(self, processing: Processing) -> None:
        user = await processing.user()
        await prove(processing, user, "epic", EPIC_ID)
        await processing.process(user, match_file())
        found = await owned_by(processing, user)
        assert found is not None
        assert found.ownership_type is Ownership.UPLOADED
        assert await name_of(processing, found.player_game_id) == "Bo"

    async def test_beside_another_in_his_own_upload_leaves_it_open(
        self, processing: Processing
    ) -> None:
        """As with claims: which of the two he was he has to say."""
        user = await processing.user()
        await prove(processing, user, "steam", STEAM_ID)
        await prove(processing, user, "epic", EPIC_ID)
        await processing.process(user, match_file())
        found = await owned_by(processing, user)
        assert found is not None
        assert (found.ownership_type, found.player_game_id) == (Ownership.UPLOADED, None)

    async def test_proved_later_gets_the_matches_that_are_there(
        self, processing: Processing
    ) -> None:
        player, uploader = await processing.user(), await processing.user()
        await processing.process(uploader, match_file())
        await prove(processing, player, "steam", STEAM_ID)
        assert await match_linked(processing) == 1
        found = await owned_by(processing, player)
        assert found is not None
        assert found.ownership_type is Ownership.AUTO_MATCHED
        assert found.play_session_id is not None
        assert await name_of(processing, found.player_game_id) == "Ada"

    async def test_proved_later_labels_what_he_has_uploaded(self, processing: Processing) -> None:
        user = await processing.user()
        await processing.process(user, match_file())
        await prove(processing, user, "epic", EPIC_ID)
        await match_linked(processing)
        found = await owned_by(processing, user)
        assert found is not None
        assert found.ownership_type is Ownership.UPLOADED
        assert await name_of(processing, found.player_game_id) == "Bo"

    async def test_is_given_its_matches_once(self, processing: Processing) -> None:
        player = await processing.user()
        await processing.process(await processing.user(), match_file())
        await prove(processing, player, "steam", STEAM_ID)
        await match_linked(processing)
        async with processing.sessions() as db, db.begin():
            await db.execute(delete(UserReplay).where(UserReplay.user_id == player.id))
        assert await match_linked(processing) == 0
        assert await owned_by(processing, player) is None

    async def test_of_another_service_proves_nothing(self, processing: Processing) -> None:
        """Discord numbers its users as Steam does: only the platform itself can prove."""
        player, uploader = await processing.user(), await processing.user()
        await prove(processing, player, "discord", STEAM_ID)
        await prove(processing, player, "epic", STEAM_ID)
        await processing.process(uploader, match_file())
        assert await owned_by(processing, player) is None

    async def test_of_who_is_leaving_gets_nothing_more(self, processing: Processing) -> None:
        player = await processing.user(deletion_requested_at=NOW)
        await prove(processing, player, "steam", STEAM_ID)
        await processing.process(await processing.user(), match_file())
        assert await owned_by(processing, player) is None

    async def test_does_not_get_back_what_he_gave_away(self, processing: Processing) -> None:
        player = await processing.user()
        await prove(processing, player, "steam", STEAM_ID)
        await processing.process(await processing.user(), match_file(first=1))
        async with processing.sessions() as db, db.begin():
            await db.execute(delete(UserReplay).where(UserReplay.user_id == player.id))
        await processing.process(await processing.user(), match_file())
        assert await owned_by(processing, player) is None

    async def test_his_own_file_replaces_the_match_he_was_given(
        self, processing: Processing
    ) -> None:
        player = await processing.user()
        await prove(processing, player, "steam", STEAM_ID)
        await processing.process(await processing.user(), match_file())
        row = await processing.process(player, match_file(title="his own"))
        found = await owned_by(processing, player)
        assert found is not None
        assert (found.ownership_type, found.file_id) == (Ownership.UPLOADED, row.file_id)


class TestClaim:
    async def test_labels_the_claimants_own_upload(self, processing: Processing) -> None:
        user, other = await processing.user(), await processing.user()
        await processing.process(other, match_file())
        await claim(processing, user, "Cy")
        await processing.process(user, match_file(title="another file"))
        found = await owned_by(processing, user)
        assert found is not None
        assert await name_of(processing, found.player_game_id) == "Cy"

    async def test_never_opens_anybody_elses(self, processing: Processing) -> None:
        claimant, other = await processing.user(), await processing.user()
        await processing.process(other, match_file(guid="1" * 32))
        for name in ("Ada", "Bo", "Cy", "Dee"):
            await claim(processing, claimant, name)
        await processing.process(other, match_file(guid="2" * 32))
        assert await owned_by(processing, claimant) is None

    async def test_leaves_alone_what_others_gave_the_claimant(self, processing: Processing) -> None:
        """A match he was given and has let go of being a player of."""
        user = await processing.user()
        await prove(processing, user, "steam", STEAM_ID)
        await processing.process(await processing.user(), match_file())
        await claim(processing, user, "Cy")
        async with processing.sessions() as db, db.begin():
            await db.execute(delete(OAuthAccount))
            await db.execute(
                update(UserReplay).where(UserReplay.user_id == user.id).values(player_game_id=None)
            )
            assert await label_players(db, user.id) == 0
        found = await owned_by(processing, user)
        assert found is not None
        assert (found.file_id, found.player_game_id) == (None, None)

    async def test_of_two_players_of_a_match_leaves_it_open(self, processing: Processing) -> None:
        user = await processing.user()
        await processing.process(await processing.user(), match_file())
        await claim(processing, user, "Cy")
        await claim(processing, user, "Dee")
        await processing.process(user, match_file(title="another file"))
        found = await owned_by(processing, user)
        assert found is not None
        assert found.player_game_id is None


class TestUploader:
    async def test_is_nobody_until_he_says_so(self, processing: Processing) -> None:
        user = await processing.user()
        await processing.process(user, match_file())
        found = await owned_by(processing, user)
        assert found is not None
        assert (found.player_game_id, found.is_player_chosen) == (None, False)
