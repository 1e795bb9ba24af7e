"""What a user does with his replays: list, look, say who he is, give up, refuse."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.cursors import Cursor
from rlcoach.core.ids import new_id
from rlcoach.core.jobs import JobSender
from rlcoach.core.logging import get_logger
from rlcoach.db.models import Actor, AuditEntry, ReplayFile, StorageTier
from rlcoach.db.unit_of_work import Sessions, unit_of_work
from rlcoach.services.discarded_objects.service import discard_objects
from rlcoach.services.matching.giving import refuse_gifts
from rlcoach.services.play_sessions.outdated import mark_outdated
from rlcoach.services.play_sessions.service import Span, lock_play, refresh_play
from rlcoach.services.replays.errors import (
    ReplayFileNotFound,
    ReplayNotFound,
    ReplayNotGiven,
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
    await repository.lock_matches([replay_id])
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
    span = Span(owned.started_at, replay.duration_seconds)
    await _lock(repository, [replay_id])
    await _give_up(repository, [replay_id], now=now)
    await refresh_play(db, user_id, [span])


async def refuse_sender(
    user_id: UUID, *, replay_id: UUID, sessions: Sessions, sender: JobSender, now: datetime
) -> None:
    """Gives up a match and all others that the same sender gave to the user, and refuses further.

    Two transactions: what that sender is giving at this moment is there once the first is over, and
    no match may be locked before.

    Raises:
        ReplayNotFound: it is not his.
        ReplayNotGiven: nobody gave it to him.
    """
    async with unit_of_work(sessions, sender) as db:
        owned, _, _ = await _find(ReplayRepository(db, user_id), replay_id)
        if owned.given_by_user_id is None:
            raise ReplayNotGiven
        refusal_id = await refuse_gifts(db, user_id, sender_id=owned.given_by_user_id, now=now)
        db.add(
            AuditEntry(
                id=new_id(),
                occurred_at=now,
                user_id=user_id,
                actor=Actor.USER,
                action="sender.refuse",
                subject_id=refusal_id,
            )
        )
    async with unit_of_work(sessions, sender) as db:
        repository = ReplayRepository(db, user_id)
        given = await repository.given_by_refused()
        await _lock(repository, given)
        # He may have sent a file of one himself before it was locked.
        given = sorted({*given} & {*await repository.given_by_refused()})
        await _give_up(repository, given, now=now)
        await mark_outdated(db, user_id, now=now)
    log.info("sender_refused", refusal_id=str(refusal_id), matches=len(given))


async def _lock(repository: ReplayRepository, replay_ids: Collection[UUID]) -> None:
    await repository.lock_files(replay_ids)
    await repository.lock_matches(replay_ids)


async def _give_up(
    repository: ReplayRepository, replay_ids: Collection[UUID], *, now: datetime
) -> None:
    """Ends that locked matches are the user's; those nobody else owns go with all they have."""
    await repository.give_up(replay_ids)
    # Other files may have come to the matches before they were locked.
    files = await repository.lock_files(replay_ids)
    for replay in await repository.not_owned(replay_ids):
        keys: dict[StorageTier, set[str]] = {tier: set() for tier in StorageTier}
        for file in files:
            if file.replay_id == replay.id:
                keys[file.tier].add(file.object_key)
        keys[StorageTier.HOT] |= {key for key in (replay.report_key, replay.frames_key) if key}
        await repository.delete_match(replay)
        for tier in StorageTier:
            await discard_objects(repository.db, keys[tier], tier=tier, now=now)
        log.info("replay_deleted", replay_id=str(replay.id))


async def _find(repository: ReplayRepository, replay_id: UUID) -> OwnedReplay:
    found = await repository.find(replay_id)
    if found is None:
        raise ReplayNotFound
    return found
