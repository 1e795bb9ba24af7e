"""Rows of the database, with all that a test does not care about filled in.

user = await make_user(db, tier=Tier.PRO)
replay = await make_replay(db, map="cs_p")
await own(db, user, replay)
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import (
    Ownership,
    Player,
    PlayerGameStats,
    Replay,
    ReplayFile,
    Tier,
    Upload,
    UploadedReplay,
    UploadSource,
    User,
    UserReplay,
)

NOW = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
_numbers = count(1)
Row = TypeVar("Row")


async def make_user(db: AsyncSession, *, tier: Tier = Tier.FREE, **columns: Any) -> User:
    """Somebody with an account."""
    number = next(_numbers)
    given = {"display_name": f"User {number}", "email": f"user{number}@example.org", **columns}
    return await _stored(db, User(subscription_tier=tier, **given))


async def make_player(db: AsyncSession, **columns: Any) -> Player:
    """An account of a platform."""
    number = next(_numbers)
    given = {
        "platform": "steam",
        "online_id": str(76561190000000000 + number),
        "name": f"Player {number}",
        "last_seen_at": NOW,
        **columns,
    }
    return await _stored(db, Player(**given))


async def make_file(db: AsyncSession, **columns: Any) -> ReplayFile:
    """A file, without the object it stands for."""
    digest = sha256(str(next(_numbers)).encode()).hexdigest()
    given = {"sha256": digest, "size_bytes": 1000, "object_key": f"replays/{digest}", **columns}
    return await _stored(db, ReplayFile(**given))


async def make_replay(db: AsyncSession, **columns: Any) -> Replay:
    """An analysed match of standard 3v3; each starts ten minutes after the one made before."""
    number = next(_numbers)
    given = {
        "match_guid": f"{number:032X}",
        "map": "stadium_p",
        "playlist_id": 13,
        "playlist": "Ranked Standard",
        "mode": "soccar",
        "game_type": "Ranked",
        "team_size": 3,
        "started_at": NOW + timedelta(minutes=10 * number),
        "is_start_estimated": False,
        "duration_seconds": 330.0,
        "blue_score": 3,
        "orange_score": 2,
        "analysis_version": 1,
        "frames_count": 9000,
        "report_key": f"reports/{number}",
        **columns,
    }
    return await _stored(db, Replay(**given))


async def make_player_game(db: AsyncSession, replay: Replay, **columns: Any) -> PlayerGameStats:
    """A player in a match."""
    number = next(_numbers)
    given = {
        "report_player_id": f"steam:{76561190000000000 + number}",
        "name": f"Player {number}",
        "team": 0,
        "is_winner": True,
        **columns,
    }
    return await _stored(db, PlayerGameStats(replay_id=replay.id, **given))


async def own(db: AsyncSession, user: User, replay: Replay, **columns: Any) -> UserReplay:
    """Makes a match a user's."""
    given = {
        "ownership_type": Ownership.UPLOADED,
        "started_at": replay.started_at,
        "is_start_estimated": replay.is_start_estimated,
        **columns,
    }
    return await _stored(db, UserReplay(user_id=user.id, replay_id=replay.id, **given))


async def make_upload(db: AsyncSession, user: User, **columns: Any) -> Upload:
    """An upload without files."""
    given = {"source": UploadSource.WEB, **columns}
    return await _stored(db, Upload(user_id=user.id, **given))


async def make_uploaded_replay(db: AsyncSession, upload: Upload, **columns: Any) -> UploadedReplay:
    """A file of an upload, waiting."""
    number = next(_numbers)
    given = {"position": number, "filename": f"{number}.replay", "file_size_bytes": 1000, **columns}
    row = UploadedReplay(upload_id=upload.id, user_id=upload.user_id, **given)
    return await _stored(db, row)


async def _stored(db: AsyncSession, row: Row) -> Row:
    db.add(row)
    await db.flush()
    return row
