"""Writes an analysis into the tables: the match, its players and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, case, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.models import Player, PlayerGameStats, Replay, StorageTier, UserReplay
from rlcoach.db.stat_catalogue import stat_positions
from rlcoach.report.schema import Player as ReportPlayer
from rlcoach.report.schema import Report
from rlcoach.services.discarded_objects.service import discard_objects
from rlcoach.services.matching.forgetting import forget_players
from rlcoach.services.matching.start import Start
from rlcoach.services.processing.analysing import StoredAnalysis
from rlcoach.services.processing.rows import (
    Columns,
    account_of,
    player_game_columns,
    replay_columns,
    short,
    stored_player_id,
    winner_of,
)


async def add_replay(
    db: AsyncSession, stored: StoredAnalysis, *, file_id: UUID, start: Start, now: datetime
) -> Replay:
    """A match that was not known before; `write_players` comes next."""
    replay = Replay(
        id=new_id(),
        started_at=start.at,
        is_start_estimated=start.is_estimated,
        analysed_at=now,
        analysed_file_id=file_id,
        **replay_columns(stored),
    )
    db.add(replay)
    await db.flush()
    return replay


async def replace_analysis(
    db: AsyncSession,
    replay: Replay,
    stored: StoredAnalysis,
    *,
    file_id: UUID,
    now: datetime,
) -> None:
    """Puts an analysis in the place of the one before; `write_players` comes next."""
    before = {replay.report_key, replay.frames_key} - {None, *stored.keys}
    for name, value in replay_columns(stored).items():
        setattr(replay, name, value)
    replay.analysed_file_id = file_id
    replay.analysed_at = now
    replay.replaced_analyses += 1
    replay.reanalysis_attempts = 0
    replay.reanalysis_claimed_at = None
    await db.flush()
    await discard_objects(db, [key for key in before if key], tier=StorageTier.HOT, now=now)


async def write_players(db: AsyncSession, replay: Replay, report: Report) -> list[UUID]:
    """Writes the players of a match and their numbers; returns the ids of those new in it."""
    players = {stored_player_id(player.id): player for player in report.players}
    accounts = await _account_ids(db, list(players.values()), seen_at=replay.started_at)
    positions = await stat_positions(db)
    winner = winner_of(report)
    rows: list[Columns] = []
    for player in players.values():
        account = account_of(player)
        columns = player_game_columns(
            player,
            player_id=None if account is None else accounts[account],
            winner=winner,
            positions=positions,
        )
        rows.append({"id": new_id(), "replay_id": replay.id, **columns})
    before = await _rows_before(db, replay.id)
    now_there = await _upsert(db, rows)
    await _drop_others(db, before, now_there)
    return [row_id for row_id, is_new in now_there.values() if is_new]


async def _account_ids(
    db: AsyncSession, players: Sequence[ReportPlayer], *, seen_at: datetime
) -> dict[tuple[str, str], UUID]:
    """Rows of `players`, made where they are missing, by platform and id."""
    named = {account: player for player in players if (account := account_of(player)) is not None}
    if not named:
        return {}
    rows = [
        {
            "id": new_id(),
            "platform": platform,
            "online_id": online_id,
            "name": short(player.name) or "",
            "last_seen_at": seen_at,
        }
        # In order, so that two transactions with the same players do not wait for one another.
        for (platform, online_id), player in sorted(named.items())
    ]
    statement = insert(Player).values(rows)
    is_newer = statement.excluded.last_seen_at >= Player.last_seen_at
    result = await db.execute(
        statement.on_conflict_do_update(
            index_elements=["platform", "online_id"],
            set_={
                "name": case((is_newer, statement.excluded.name), else_=Player.name),
                "last_seen_at": func.greatest(statement.excluded.last_seen_at, Player.last_seen_at),
            },
        ).returning(Player.platform, Player.online_id, Player.id)
    )
    return {(platform, online_id): row_id for platform, online_id, row_id in result}


async def _rows_before(db: AsyncSession, replay_id: UUID) -> list[PlayerGameStats]:
    found = await db.scalars(
        select(PlayerGameStats)
        .where(PlayerGameStats.replay_id == replay_id)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def _upsert(db: AsyncSession, rows: Sequence[Columns]) -> dict[str, tuple[UUID, bool]]:
    """Ids by the report's id of the player, and whether the row is new."""
    if not rows:
        return {}
    statement = insert(PlayerGameStats).values(list(rows))
    kept = ("id", "replay_id", "report_player_id")
    result = await db.execute(
        statement.on_conflict_do_update(
            index_elements=["replay_id", "report_player_id"],
            set_={name: statement.excluded[name] for name in rows[0] if name not in kept},
        ).returning(
            PlayerGameStats.report_player_id,
            PlayerGameStats.id,
            # PostgreSQL's own mark of a row that was not there.
            literal_column("xmax = 0", Boolean),
        )
    )
    return {report_id: (row_id, is_new) for report_id, row_id, is_new in result}


async def _drop_others(
    db: AsyncSession,
    before: Sequence[PlayerGameStats],
    now_there: Mapping[str, tuple[UUID, bool]],
) -> None:
    """Removes players an analysis no longer has; who was one of them becomes the same by name.

    A header gives other ids than the frames, so the same player may come with another id.
    """
    gone = [row for row in before if row.report_player_id not in now_there]
    if not gone:
        return
    there = await db.scalars(
        select(PlayerGameStats).where(
            PlayerGameStats.id.in_([row_id for row_id, _ in now_there.values()])
        )
    )
    heirs = {(row.name, row.team): row.id for row in there}
    for row in gone:
        await db.execute(
            update(UserReplay)
            .where(UserReplay.player_game_id == row.id)
            .values(player_game_id=heirs.get((row.name, row.team)))
            .execution_options(synchronize_session=False)
        )
    await db.execute(
        delete(PlayerGameStats)
        .where(PlayerGameStats.id.in_([row.id for row in gone]))
        .execution_options(synchronize_session=False)
    )
    await forget_players(db, [row.player_id for row in gone if row.player_id is not None])
