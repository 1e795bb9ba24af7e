"""Stores what came of a file: one short transaction of writes that may be done twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.db.models import Replay, ReplayFile, StorageTier, User, UserReplay
from rlcoach.engine.version import ANALYSIS_VERSION
from rlcoach.services.discarded_objects.service import discard_objects
from rlcoach.services.matching.facts import MatchFacts, facts_of_report, facts_of_rows
from rlcoach.services.matching.find import find_same_match
from rlcoach.services.matching.giving import auto_match, move_start
from rlcoach.services.matching.ownership import label_players, own_uploaded
from rlcoach.services.matching.same_match import tells_more
from rlcoach.services.matching.start import (
    SavedTimes,
    Start,
    duration_seconds,
    saved_times,
    start_of,
    zone_of,
)
from rlcoach.services.play_sessions.outdated import mark_outdated
from rlcoach.services.play_sessions.service import Span, refresh_play
from rlcoach.services.processing.analysing import StoredAnalysis
from rlcoach.services.processing.analysis_rows import (
    add_replay,
    replace_analysis,
    write_players,
)
from rlcoach.services.processing.claims import Claim


class FileGone(Exception):
    """The file was deleted meanwhile."""


Changes = dict[UUID, list[Span]]
"""By user, where in his play something has changed."""


async def store_upload(
    db: AsyncSession, claim: Claim, stored: StoredAnalysis, *, now: datetime
) -> UUID:
    """Stores an analysed upload: the match, its players, whose it is. Returns the match's id.

    Raises:
        FileGone: its file was deleted meanwhile.
    """
    file = await _locked_file(db, claim)
    user = await db.get_one(User, claim.user_id)
    times = saved_times(stored.analysis.report.match)
    zone_name = user.time_zone
    start = start_of(times, zone=zone_of(zone_name), uploaded_at=claim.uploaded_at)
    changes: Changes = {}
    if file.replay_id is None:
        facts = facts_of_report(
            stored.analysis.report,
            sent_start=None if start.is_estimated else start.at,
            covered_seconds=stored.analysis.covered_seconds,
        )
        replay, changes = await _match_of(db, facts, stored, file_id=file.id, start=start, now=now)
        file.replay_id = replay.id
        file.frames_count = facts.frames_count
        file.match_start_epoch = times.sent_epoch
        file.saved_at_local = times.saved_at_local
        file.duration_seconds = times.duration_seconds
        await db.flush()
    else:
        replay = await _locked_replay(db, file.replay_id)
        is_outdated = replay.analysis_version < ANALYSIS_VERSION
        if is_outdated and replay.analysed_file_id == file.id:
            await replace_analysis(db, replay, stored, file_id=file.id, now=now)
    if replay.report_key == stored.report_key:  # Else another file tells more of the match.
        _add(changes, await write_analysis(db, replay, stored, uploader_id=user.id))
    await _discard_unused(db, replay, stored, now)
    spans = await own_uploaded(db, user_id=user.id, replay=replay, file_id=file.id, start=start)
    _add(changes, {user.id: spans})
    await refresh_all(db, changes)
    await _follow_zone(db, user, zone_name, now=now)
    return replay.id


async def own_analysed(db: AsyncSession, claim: Claim, *, now: datetime) -> UUID | None:
    """Makes the match of a file that was analysed before the uploader's; None if it was not.

    Raises:
        FileGone: its file was deleted meanwhile.
    """
    file = await _locked_file(db, claim)
    if file.replay_id is None:
        return None
    replay = await _locked_replay(db, file.replay_id)
    user = await db.get_one(User, claim.user_id)
    length = replay.duration_seconds if file.duration_seconds is None else file.duration_seconds
    times = SavedTimes(file.match_start_epoch, file.saved_at_local, length)
    zone_name = user.time_zone
    start = start_of(times, zone=zone_of(zone_name), uploaded_at=claim.uploaded_at)
    spans = await own_uploaded(db, user_id=user.id, replay=replay, file_id=file.id, start=start)
    await refresh_all(db, {user.id: spans})
    await _follow_zone(db, user, zone_name, now=now)
    return replay.id


async def write_analysis(
    db: AsyncSession, replay: Replay, stored: StoredAnalysis, *, uploader_id: UUID | None = None
) -> Changes:
    """Writes the players of the analysis a match has now; says whose play that changes.

    `uploader_id` is who has just sent its file, if it is that.
    """
    report = stored.analysis.report
    new = await write_players(db, replay, report)
    changes: Changes = {}
    if new:
        changes = await auto_match(db, replay=replay, player_games=new, given_by=uploader_id)
    owners = await db.execute(
        select(UserReplay.user_id, UserReplay.started_at).where(UserReplay.replay_id == replay.id)
    )
    for user_id, started_at in owners.all():
        await label_players(db, user_id, replay_id=replay.id)
        span = Span(started_at, duration_seconds(report.match))
        changes.setdefault(user_id, []).append(span)
    return changes


async def refresh_all(db: AsyncSession, changes: Mapping[UUID, list[Span]]) -> None:
    """Brings sessions and days of several users up to date, in an order all keep to."""
    for user_id in sorted(changes):
        if changes[user_id]:
            await refresh_play(db, user_id, changes[user_id])


async def _follow_zone(db: AsyncSession, user: User, zone_name: str, *, now: datetime) -> None:
    """Has the start estimated again if the user, read anew by now, has changed his zone meanwhile.

    The job of his own change may be over, and has not seen this match.
    """
    if user.time_zone != zone_name:
        await mark_outdated(db, user.id, now=now)


async def _match_of(
    db: AsyncSession,
    facts: MatchFacts,
    stored: StoredAnalysis,
    *,
    file_id: UUID,
    start: Start,
    now: datetime,
) -> tuple[Replay, Changes]:
    """The match of a file that is new. What was sent of its start stands, an estimate does not."""
    replay = await find_same_match(db, facts)
    if replay is None:
        return await add_replay(db, stored, file_id=file_id, start=start, now=now), {}
    is_fuller = tells_more(facts, facts_of_rows(replay, replay.players))
    changes: Changes = {}
    if replay.is_start_estimated and (is_fuller or not start.is_estimated):
        changes = await move_start(db, replay, started_at=start.at, is_estimated=start.is_estimated)
    if is_fuller:
        await replace_analysis(db, replay, stored, file_id=file_id, now=now)
    return replay, changes


def _add(changes: Changes, more: Changes) -> None:
    for user_id, spans in more.items():
        changes.setdefault(user_id, []).extend(spans)


async def _locked_file(db: AsyncSession, claim: Claim) -> ReplayFile:
    if claim.file_id is None:
        raise FileGone
    file = await db.get(ReplayFile, claim.file_id, with_for_update=True)
    if file is None:
        raise FileGone
    return file


async def _locked_replay(db: AsyncSession, replay_id: UUID) -> Replay:
    # As `find_same_match` locks one.
    return await db.get_one(Replay, replay_id, with_for_update={"key_share": True})


async def _discard_unused(
    db: AsyncSession, replay: Replay, stored: StoredAnalysis, now: datetime
) -> None:
    unused = set(stored.keys) - {replay.report_key, replay.frames_key}
    await discard_objects(db, unused, tier=StorageTier.HOT, now=now)
