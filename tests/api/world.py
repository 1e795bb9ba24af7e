"""One user with something of everything that can be owned, to see what others can get of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.auth.api_tokens import Scope, new_api_token
from rlcoach.db.models import ApiToken, PlayerClaim, PlaySession, ReplayFile, User, UserReplay
from rlcoach.storage.content import ObjectKind
from rlcoach.storage.stores import Stores
from tests.builders.replay_files import small_replay
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


@dataclass(frozen=True)
class World:
    """What a user has. `ids` is keyed by the names routes give to what they are asked with."""

    user: User
    ids: dict[str, UUID]
    bodies: dict[str, dict[str, object]]
    """What each operation that takes JSON is sent, beside ids."""
    queries: dict[str, dict[str, str]]
    """What each operation is asked with that needs more than its path."""
    secrets: frozenset[str]
    """Texts nobody else may ever be shown."""


async def make_world(db: AsyncSession, stores: Stores, user: User) -> World:
    """Gives a user one of each."""
    report = await stores.hot.put(ObjectKind.REPORT, b'{"schema_version": 2}')
    stored = await stores.hot.put(ObjectKind.REPLAY, small_replay())
    replay = await make_replay(db, report_key=report.key)
    account = await make_player(db)
    player = await make_player_game(db, replay, player_id=account.id)
    earlier = await make_replay(db, started_at=replay.started_at - timedelta(days=1))
    earlier_player = await make_player_game(db, earlier, player_id=account.id)
    sender = await make_user(db)
    claim = PlayerClaim(user_id=user.id, player_id=account.id, created_at=NOW)
    db.add(claim)
    file: ReplayFile = await make_file(
        db,
        replay_id=replay.id,
        object_key=stored.key,
        sha256=stored.sha256,
        size_bytes=len(small_replay()),
    )
    session, earlier_session = (
        PlaySession(user_id=user.id, started_at=start, ended_at=start, gap_minutes=30)
        for start in (replay.started_at, earlier.started_at)
    )
    db.add_all((session, earlier_session))
    await db.flush()
    await own(
        db,
        user,
        earlier,
        player_game_id=earlier_player.id,
        play_session_id=earlier_session.id,
    )
    owned: UserReplay = await own(
        db,
        user,
        replay,
        file_id=file.id,
        given_by_user_id=sender.id,
        player_game_id=player.id,
        play_session_id=session.id,
    )
    upload = await make_upload(db, user)
    uploaded = await make_uploaded_replay(db, upload, file_id=file.id)
    made = new_api_token()
    token = ApiToken(
        user_id=user.id,
        name="watcher",
        prefix=made.prefix,
        token_sha256=made.sha256,
        scopes=[Scope.WRITE.value],
        created_at=NOW,
    )
    db.add(token)
    await db.commit()
    ids = {
        "replay_id": replay.id,
        "upload_id": upload.id,
        "uploaded_replay_id": uploaded.id,
        "token_id": token.id,
        "claim_id": claim.id,
        "play_session_id": session.id,
        "player_id": player.id,
    }
    return World(
        user=user,
        ids=ids,
        bodies={
            "createToken": {"name": "mine", "scopes": [Scope.READ.value]},
            "updateProfile": {"display_name": "Me"},
        },
        queries={"readTrend": {"stat": "core.goals", "per": "game"}},
        secrets=frozenset(
            {*map(str, ids.values()), str(user.id), str(owned.id)}
            | {str(earlier.id), str(earlier_session.id), earlier_player.name}
            | {str(user.email), user.display_name, made.prefix, uploaded.filename, file.sha256}
            | {account.online_id, account.name, player.name, str(sender.id)}
        ),
    )
