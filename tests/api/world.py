"""One user with something of everything that can be owned, to see what others can get of it."""

from dataclasses import dataclass
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
    own,
)


@dataclass(frozen=True)
class World:
    """What a user has. `ids` is keyed by the names that routes give to parts of their paths."""

    user: User
    ids: dict[str, UUID]
    bodies: dict[str, dict[str, object]]
    """What each operation that takes JSON is sent."""
    queries: dict[str, dict[str, str]]
    """What each operation is asked with that needs more than its path."""
    named_in_bodies: frozenset[str]
    """Operations whose JSON names something of the user's."""
    secrets: frozenset[str]
    """Texts nobody else may ever be shown."""


async def make_world(db: AsyncSession, stores: Stores, user: User) -> World:
    """Gives a user one of each."""
    report = await stores.hot.put(ObjectKind.REPORT, b'{"schema_version": 2}')
    stored = await stores.hot.put(ObjectKind.REPLAY, small_replay())
    replay = await make_replay(db, report_key=report.key)
    account = await make_player(db)
    player = await make_player_game(db, replay, player_id=account.id)
    claim = PlayerClaim(user_id=user.id, player_id=account.id, created_at=NOW)
    db.add(claim)
    file: ReplayFile = await make_file(
        db, replay_id=replay.id, object_key=stored.key, sha256=stored.sha256
    )
    session = PlaySession(
        user_id=user.id, started_at=replay.started_at, ended_at=replay.started_at, gap_minutes=30
    )
    db.add(session)
    await db.flush()
    owned: UserReplay = await own(
        db, user, replay, file_id=file.id, player_game_id=player.id, play_session_id=session.id
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
    }
    return World(
        user=user,
        ids=ids,
        bodies={
            "addClaim": {"player_id": str(player.id)},
            "choosePlayer": {"player_id": str(player.id)},
            "createToken": {"name": "mine", "scopes": [Scope.READ.value]},
            "updateProfile": {"display_name": "Me"},
        },
        queries={"readTrend": {"stat": "core.goals", "per": "game"}},
        named_in_bodies=frozenset({"addClaim", "choosePlayer"}),
        secrets=frozenset(
            {*map(str, ids.values()), str(user.id), str(owned.id), str(player.id)}
            | {str(user.email), user.display_name, made.prefix, uploaded.filename, file.sha256}
            | {account.online_id, account.name, player.name}
        ),
    )
