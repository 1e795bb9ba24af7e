"""What a user does with his replays: list, look, say who he is, give up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.cursors import Cursor
from rlcoach.core.logging import get_logger
from rlcoach.db.models import ReplayFile, StorageTier
from rlcoach.services.discarded_objects.service import discard_objects
from rlcoach.services.play_sessions.service import Span, lock_play, refresh_play
from rlcoach.services.replays.errors import (
    ReplayFileNotFound,
    ReplayNotFound,
    ReplayPlayerNotFound,
)
from rlcoach.services.replays.repository import OwnedReplay, ReplayFilter, ReplayRepository
from rlcoach.services.replays.views import (
    ReplayDetail,
    ReplayPage,
    StoredReport,
    replay_facts,
    replay_player,
)

log = get_logger(__name__)


async def list_replays(
    db: AsyncSession, user_id: UUID, *, wanted: ReplayFilter, after: Cursor | None, limit: int
) -> ReplayPage:
    """Some of the user's matches, newest first."""
    found = await ReplayRepository(db, user_id).newest(wanted, after=after, limit=limit + 1)
    page, has_more = found[:limit], len(found) > limit
    last = page[-1][0] if page else None
    return ReplayPage(
        replays=tuple(replay_facts(*row) for row in page),
        next_cursor=(
            Cursor(last.started_at, last.id).encoded() if has_more and last is not None else None
        ),
    )


async def read_replay(db: AsyncSession, user_id: UUID, replay_id: UUID) -> ReplayDetail:
    """A match of the user, with all who played it.

    Raises:
        ReplayNotFound: it is not his.
    """
    repository = ReplayRepository(db, user_id)
    owned, replay, me = await _find(repository, replay_id)
    players = await repository.players(replay_id)
    return ReplayDetail(
        facts=replay_facts(owned, replay, me),
        players=tuple(replay_player(row, my_player_id=owned.player_game_id) for row in players),
    )


async def find_report(db: AsyncSession, user_id: UUID, replay_id: UUID) -> StoredReport:
    """Where the report of a match of the user is stored, and what made it.

    Raises:
        ReplayNotFound: it is not his.
    """
    _, replay, _ = await _find(ReplayRepository(db, user_id), replay_id)
    return StoredReport(replay.report_key, replay.analysis_version)


async def find_own_file(
    db: AsyncSession, user_id: UUID, replay_id: UUID
) -> tuple[ReplayFile, str | None]:
    """The file of a match that the user sent himself, and what he called it.

    Raises:
        ReplayNotFound: the match is not his.
        ReplayFileNotFound: he has not sent it: what others saved is theirs.
    """
    repository = ReplayRepository(db, user_id)
    await _find(repository, replay_id)
    file = await repository.own_file(replay_id)
    if file is None:
        raise ReplayFileNotFound
    return file, await repository.filename(file.id)


async def choose_player(
    db: AsyncSession, user_id: UUID, *, replay_id: UUID, player_game_id: UUID | None
) -> None:
    """The user says which player of a match he is; None for none of them.

    Raises:
        ReplayNotFound: the match is not his.
        ReplayPlayerNotFound: the player did not play in it.
    """
    repository = ReplayRepository(db, user_id)
    _, replay, _ = await _find(repository, replay_id)
    # As for every change of a match: first it, then the play of its owners, then whose it is.
    await repository.lock_match(replay_id)
    await lock_play(db, user_id)
    owned = await repository.find_locked(replay_id)
    if owned is None:
        raise ReplayNotFound
    if player_game_id is not None:
        players = await repository.players(replay_id)
        if player_game_id not in {player.id for player in players}:
            raise ReplayPlayerNotFound
    owned.player_game_id = player_game_id
    owned.is_player_chosen = True
    await db.flush()
    await refresh_play(db, user_id, [Span(owned.started_at, replay.duration_seconds)])


async def give_up_replay(
    db: AsyncSession, user_id: UUID, *, replay_id: UUID, now: datetime
) -> None:
    """Ends that a match is the user's. The last owner takes report, files and rows with him.

    While others own it nothing else changes for them, whichever file their report was made of.

    Raises:
        ReplayNotFound: it is not his.
    """
    repository = ReplayRepository(db, user_id)
    owned, replay, _ = await _find(repository, replay_id)
    await repository.lock_files(replay_id)
    await repository.lock_match(replay_id)
    await repository.give_up(replay_id)
    await refresh_play(db, user_id, [Span(owned.started_at, replay.duration_seconds)])
    # Another file may have come to the match before it was locked.
    files = await repository.lock_files(replay_id)
    if await repository.is_owned_by_anybody(replay_id, [file.id for file in files]):
        return
    keys = {tier: {file.object_key for file in files if file.tier is tier} for tier in StorageTier}
    keys[StorageTier.HOT] |= {key for key in (replay.report_key, replay.frames_key) if key}
    await repository.delete_match(replay)
    for tier in StorageTier:
        await discard_objects(db, keys[tier], tier=tier, now=now)
    log.info("replay_deleted", replay_id=str(replay_id))


async def _find(repository: ReplayRepository, replay_id: UUID) -> OwnedReplay:
    found = await repository.find(replay_id)
    if found is None:
        raise ReplayNotFound
    return found
