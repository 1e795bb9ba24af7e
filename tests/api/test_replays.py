"""A user's replays: listed, looked at, given up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import (
    DiscardedObject,
    Ownership,
    Player,
    PlayerGameStats,
    Replay,
    ReplayFile,
    StorageTier,
    UploadStatus,
    User,
    UserReplay,
)
from rlcoach.storage.content import ObjectKind
from rlcoach.storage.stores import Stores
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
from tests.fixtures.api import ClientOf
from tests.fixtures.processing import SetClock

PATH = "/api/v1/replays"
REPORT = b'{"schema_version": 2}'

pytestmark = pytest.mark.as_user()


async def owned_replay(db: AsyncSession, user: User, **columns: Any) -> Replay:
    """A match of a user, with the file he sent."""
    replay = await make_replay(db, **columns)
    file = await make_file(db, replay_id=replay.id)
    replay.analysed_file_id = file.id
    await own(db, user, replay, file_id=file.id)
    await db.commit()
    return replay


class TestList:
    async def test_is_newest_first_and_goes_on_where_it_ended(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        # Two at the same moment, as the start of old files is known to the minute only.
        moments = [NOW - timedelta(minutes=minutes) for minutes in (0, 10, 10, 20, 30)]
        made = [await owned_replay(db, me, started_at=moment) for moment in moments]
        seen: list[dict[str, Any]] = []
        cursor = None
        while True:
            parameters = {"limit": 2, **({"cursor": cursor} if cursor else {})}
            page = (await api.get(PATH, params=parameters)).json()
            seen += page["replays"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
            assert len(page["replays"]) == 2
        assert {replay["id"] for replay in seen} == {str(replay.id) for replay in made}
        assert len(seen) == len(made)
        starts = [replay["started_at"] for replay in seen]
        assert starts == sorted(starts, reverse=True)

    @pytest.mark.parametrize(
        "parameters",
        [{"playlist": "\0"}, {"mode": "m" * 101}, {"team_size": 40_000}, {"team_size": 0}],
        ids=str,
    )
    async def test_what_no_match_can_be_is_refused(
        self, api: httpx.AsyncClient, parameters: dict[str, Any]
    ) -> None:
        answer = await api.get(PATH, params=parameters)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed_request")

    @pytest.mark.parametrize(
        "parameters",
        [{"playlist": "Ranked Duel"}, {"team_size": 1}, {"mode": "hoops"}],
        ids=lambda parameters: next(iter(parameters)),
    )
    async def test_can_be_narrowed(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, parameters: dict[str, Any]
    ) -> None:
        await owned_replay(db, me)
        wanted = await owned_replay(db, me, **parameters)
        page = (await api.get(PATH, params=parameters)).json()
        assert [replay["id"] for replay in page["replays"]] == [str(wanted.id)]

    async def test_says_how_i_played(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await make_replay(db)
        player = await make_player_game(db, replay, name="Anna", goals=3, is_winner=True)
        await own(db, me, replay, player_game_id=player.id)
        await db.commit()
        (listed,) = (await api.get(PATH)).json()["replays"]
        assert listed["me"]["name"] == "Anna"
        assert listed["me"]["goals"] == 3
        assert (listed["me"]["is_me"], listed["has_own_file"]) == (True, False)

    @pytest.mark.parametrize("cursor", ["x", "ÄÖ", "YWJj", "MjAyNi0xMS0yN19h"])
    async def test_a_made_up_cursor_is_refused(self, api: httpx.AsyncClient, cursor: str) -> None:
        answer = await api.get(PATH, params={"cursor": cursor})
        assert answer.status_code == 422

    @pytest.mark.parametrize("limit", ["0", "101", "many"])
    async def test_a_bad_limit_is_refused(self, api: httpx.AsyncClient, limit: str) -> None:
        answer = await api.get(PATH, params={"limit": limit})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == "query.limit"


class TestRead:
    async def test_shows_all_players(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await make_replay(db, analysis_version=7)
        players = [
            await make_player_game(db, replay, team=team, score=score, name=name)
            for team, score, name in ((1, 900, "Ben"), (0, 100, "Cleo"), (0, 500, "Anna"))
        ]
        await own(db, me, replay, player_game_id=players[2].id, started_at=NOW)
        await db.commit()
        read = (await api.get(f"{PATH}/{replay.id}")).json()
        assert [player["name"] for player in read["players"]] == ["Anna", "Cleo", "Ben"]
        assert [player["is_me"] for player in read["players"]] == [True, False, False]
        assert (read["analysis_version"], read["ownership"]) == (7, "uploaded")
        assert read["started_at"] == NOW.isoformat().replace("+00:00", "Z")

    async def test_the_report_comes_as_gzip_or_plain(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, stores: Stores
    ) -> None:
        stored = await stores.hot.put(ObjectKind.REPORT, REPORT)
        replay = await owned_replay(db, me, report_key=stored.key)
        path = f"{PATH}/{replay.id}/report"
        zipped = await api.get(path, headers={"Accept-Encoding": "gzip"})
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert zipped.content == REPORT
        plain = await api.get(path, headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers
        assert plain.json() == {"schema_version": 2}

    @pytest.mark.parametrize("tier", StorageTier)
    async def test_the_file_comes_from_where_it_is(
        self,
        api: httpx.AsyncClient,
        me: User,
        db: AsyncSession,
        stores: Stores,
        tier: StorageTier,
    ) -> None:
        store = stores.hot if tier is StorageTier.HOT else stores.cold
        assert store is not None
        stored = await store.put(ObjectKind.REPLAY, b"bytes of a replay")
        replay = await make_replay(db)
        file = await make_file(db, replay_id=replay.id, object_key=stored.key, tier=tier)
        await own(db, me, replay, file_id=file.id)
        upload = await make_upload(db, me)
        await make_uploaded_replay(db, upload, file_id=file.id, filename='mein "Tor" ü.replay')
        await db.commit()
        answer = await api.get(f"{PATH}/{replay.id}/file")
        assert answer.content == b"bytes of a replay"
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="mein _Tor_ _.replay"; '
            "filename*=UTF-8''mein%20%22Tor%22%20%C3%BC.replay"
        )
        # Who wanted it once may want it again.
        await db.refresh(file)
        assert file.tier is StorageTier.HOT
        assert await stores.hot.exists(stored.key)

    async def test_what_others_saved_is_theirs(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await owned_replay(db, await make_user(db))
        await own(db, me, replay, ownership_type=Ownership.AUTO_MATCHED)
        await db.commit()
        answer = await api.get(f"{PATH}/{replay.id}/file")
        assert (answer.status_code, answer.json()["code"]) == (404, "replay_file_not_found")

    async def test_what_got_lost_is_a_fault(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await owned_replay(db, me, report_key=f"reports/00/{'0' * 64}.gz")
        answer = await api.get(f"{PATH}/{replay.id}/report")
        assert (answer.status_code, answer.json()["code"]) == (500, "object_missing")


class TestChoosePlayer:
    async def test_is_kept(self, api: httpx.AsyncClient, me: User, db: AsyncSession) -> None:
        replay = await make_replay(db)
        player = await make_player_game(db, replay)
        await own(db, me, replay)
        await db.commit()
        path = f"{PATH}/{replay.id}/player"
        chosen = (await api.put(path, json={"player_id": str(player.id)})).json()
        assert (chosen["is_player_chosen"], chosen["me"]["id"]) == (True, str(player.id))
        none = (await api.put(path, json={"player_id": None})).json()
        assert (none["is_player_chosen"], none["me"]) == (True, None)

    async def test_a_player_of_another_match_is_not_found(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await owned_replay(db, me)
        elsewhere = await make_player_game(db, await make_replay(db))
        await db.commit()
        answer = await api.put(f"{PATH}/{replay.id}/player", json={"player_id": str(elsewhere.id)})
        assert (answer.status_code, answer.json()["code"]) == (404, "player_not_found")


class TestDelete:
    async def test_the_last_owner_takes_everything_with_him(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await owned_replay(db, me, frames_key="frames/1")
        await make_player_game(db, replay, player_id=(await make_player(db)).id)
        file_key = await db.scalar(select(ReplayFile.object_key))
        await db.commit()
        assert (await api.delete(f"{PATH}/{replay.id}")).status_code == 204
        for table in (Replay, ReplayFile, UserReplay, PlayerGameStats, Player):
            assert (await db.scalars(select(table))).all() == []
        discarded = await db.scalars(select(DiscardedObject.object_key))
        assert set(discarded) == {file_key, replay.report_key, "frames/1"}
        assert (await api.get(f"{PATH}/{replay.id}")).status_code == 404
        assert (await api.delete(f"{PATH}/{replay.id}")).status_code == 404

    async def test_other_owners_keep_theirs(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, client_of: ClientOf
    ) -> None:
        other = await make_user(db)
        replay = await owned_replay(db, me)
        await own(db, other, replay)
        await db.commit()
        assert (await api.delete(f"{PATH}/{replay.id}")).status_code == 204
        assert (await api.get(f"{PATH}/{replay.id}")).status_code == 404
        theirs = await client_of(other)
        assert (await theirs.get(f"{PATH}/{replay.id}")).status_code == 200
        assert (await db.scalars(select(DiscardedObject))).all() == []
        assert len((await db.scalars(select(ReplayFile))).all()) == 1

    async def test_a_file_somebody_is_sending_stays(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        replay = await owned_replay(db, me)
        upload = await make_upload(db, await make_user(db))
        file_id = await db.scalar(select(ReplayFile.id))
        await make_uploaded_replay(db, upload, file_id=file_id)
        await db.commit()
        assert (await api.delete(f"{PATH}/{replay.id}")).status_code == 204
        assert (await db.scalars(select(Replay.id))).all() == [replay.id]
        assert (await db.scalars(select(ReplayFile.id))).all() == [file_id]

    async def test_the_row_of_its_upload_stays_and_leads_nowhere(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession, clock: SetClock
    ) -> None:
        """It counts within the hour; that the file can be sent again is tested with the service."""
        replay = await owned_replay(db, me)
        file_id = await db.scalar(select(ReplayFile.id))
        row = await make_uploaded_replay(
            db,
            await make_upload(db, me),
            file_id=file_id,
            replay_id=replay.id,
            status=UploadStatus.COMPLETED,
            processed_at=clock(),
        )
        await db.commit()
        await api.delete(f"{PATH}/{replay.id}")
        await db.refresh(row)
        assert (row.status, row.file_id, row.replay_id) == (UploadStatus.COMPLETED, None, None)


class TestRefuseSender:
    async def test_takes_what_he_gave_and_tells_nobody_who_he_is(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        sender = await make_user(db)
        given = [await owned_replay(db, sender) for _ in range(2)]
        for replay in given:
            await own(db, me, replay, given_by_user_id=sender.id)
        mine = await owned_replay(db, me)
        await db.commit()
        answers = [await api.get(f"{PATH}/{given[0].id}")]
        answers.append(await api.post(f"{PATH}/{given[0].id}/refuse-sender"))
        assert answers[-1].status_code == 204
        answers.append(await api.get(PATH))
        assert [each["id"] for each in answers[-1].json()["replays"]] == [str(mine.id)]
        assert not any(str(sender.id) in each.text for each in answers)

    async def test_a_match_nobody_gave_me_is_a_conflict(
        self, api: httpx.AsyncClient, me: User, db: AsyncSession
    ) -> None:
        mine = await owned_replay(db, me)
        answer = await api.post(f"{PATH}/{mine.id}/refuse-sender")
        assert (answer.status_code, answer.json()["code"]) == (409, "replay_not_given")
        assert (await api.get(f"{PATH}/{mine.id}")).status_code == 200


class TestSomebodyElses:
    @pytest.mark.parametrize(
        "ask",
        [
            lambda api, path: api.get(path),
            lambda api, path: api.get(f"{path}/report"),
            lambda api, path: api.get(f"{path}/file"),
            lambda api, path: api.put(f"{path}/player", json={"player_id": None}),
            lambda api, path: api.delete(path),
            lambda api, path: api.post(f"{path}/refuse-sender"),
        ],
        ids=["read", "report", "file", "player", "delete", "refuse"],
    )
    async def test_is_not_there(
        self, api: httpx.AsyncClient, db: AsyncSession, ask: Callable[..., Any]
    ) -> None:
        theirs = await owned_replay(db, await make_user(db))
        for replay_id in (theirs.id, uuid4()):
            answer = await ask(api, f"{PATH}/{replay_id}")
            assert (answer.status_code, answer.json()["code"]) == (404, "replay_not_found")
        assert (await db.scalars(select(UserReplay.replay_id))).all() == [theirs.id]
