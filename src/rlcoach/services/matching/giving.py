"""What the files of others give to who has proved to be one of their players.

A file is the word of who sent it, so little may follow from it. What it gives is marked
(`Ownership.AUTO_MATCHED`), can be given away for good, and contradicts nothing he has: nobody plays
a match twice, or two at once where both starts were sent. Of two that contradict each other the
first stands, but what he has sent himself takes the place of what others gave him. One uploader
gives a user a hundred matches a day at most; what was there before he proved his account comes all
at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from rlcoach.core.ids import new_id
from rlcoach.db.locks import lock_name
from rlcoach.db.models import (
    OAuthAccount,
    Ownership,
    Player,
    PlayerGameStats,
    Replay,
    User,
    UserReplay,
)
from rlcoach.services.play_sessions.service import Span

PROVING_PROVIDERS = ("steam", "epic")
"""Their account ids are those that replays hold."""
MOST_GIVEN_A_DAY = 100
"""By one uploader to one user: more than anybody plays, as much as may be sent within an hour."""
_LONGEST = timedelta(hours=1)
"""A file that claims more must not stand in the way of other matches."""
_MATCHES_AT_ONCE = 1000


@dataclass(frozen=True)
class _Played:
    """A match, as far as it rules out others."""

    guid: str | None
    started_at: datetime
    is_estimated: bool
    duration_seconds: float | None

    @property
    def ended_at(self) -> datetime:
        length = timedelta(seconds=min(self.duration_seconds or 0.0, _LONGEST.total_seconds()))
        return self.started_at + length

    @property
    def middle(self) -> datetime:
        return self.started_at + (self.ended_at - self.started_at) / 2

    def contradicts(self, other: _Played) -> bool:
        """Whether nobody can have played both.

        They are said to be the same match, or one goes on at the middle of the other: starts may be
        off by some seconds. An estimated one may be off by hours, and rules out nothing.
        """
        if self.guid is not None and self.guid == other.guid:
            return True
        if self.is_estimated or other.is_estimated:
            return False
        return (
            self.started_at <= other.middle <= self.ended_at
            or other.started_at <= self.middle <= other.ended_at
        )


class _Calendar:
    """Matches of one player, to be asked whether another has a place among them."""

    def __init__(self, played: Iterable[_Played]) -> None:
        self._by_guid: set[str] = set()
        self._by_hour: defaultdict[int, list[_Played]] = defaultdict(list)
        for match in played:
            self.add(match)

    def add(self, match: _Played) -> None:
        if match.guid is not None:
            self._by_guid.add(match.guid)
        self._by_hour[_hour(match)].append(match)

    def has_place_for(self, match: _Played) -> bool:
        hour = _hour(match)
        near = (one for each in (hour - 1, hour, hour + 1) for one in self._by_hour[each])
        return match.guid not in self._by_guid and not any(map(match.contradicts, near))


def _hour(match: _Played) -> int:
    return int(match.started_at.timestamp() // _LONGEST.total_seconds())


async def auto_match(
    db: AsyncSession,
    *,
    replay: Replay,
    player_games: Collection[UUID],
    given_by: UUID | None,
) -> dict[UUID, list[Span]]:
    """Gives a match to those who proved to be one of some of its players.

    To be called for players that are new in the match only: who has given it away does not get it
    back with every new analysis. Who sent the file owns it anyway.

    Returns:
        By user, where in his play that changes something.
    """
    proved = await db.execute(
        proved_players(PlayerGameStats.id.in_(player_games)).order_by(OAuthAccount.user_id)
    )
    match = _played(replay, replay.started_at, is_estimated=replay.is_start_estimated)
    found: dict[UUID, list[Span]] = {}
    for user_id, player_game_id in proved.all():
        if user_id == given_by:
            continue
        await _lock_gifts(db, user_id)
        if not await _may_be_given(db, user_id, match, given_by=given_by):
            continue
        added = await db.scalar(
            insert(UserReplay)
            .values(
                id=new_id(),
                user_id=user_id,
                replay_id=replay.id,
                ownership_type=Ownership.AUTO_MATCHED,
                given_by_user_id=given_by,
                player_game_id=player_game_id,
                started_at=replay.started_at,
                is_start_estimated=replay.is_start_estimated,
            )
            .on_conflict_do_nothing(index_elements=["user_id", "replay_id"])
            .returning(UserReplay.id)
        )
        if added is not None:
            found[user_id] = [Span(replay.started_at, replay.duration_seconds)]
    return found


async def auto_match_account(db: AsyncSession, account: OAuthAccount) -> int:
    """Gives a user the matches of an account he has just proved to be his; says how many it has.

    Those he has already may need a label: `label_players` gives it.
    """
    await _lock_gifts(db, account.user_id)
    calendar = _Calendar((await _played_by(db, account.user_id)).values())
    mine = exists().where(
        UserReplay.user_id == OAuthAccount.user_id, UserReplay.replay_id == Replay.id
    )
    found = await db.execute(
        proved_players(OAuthAccount.id == account.id)
        .join(Replay, PlayerGameStats.replay_id == Replay.id)
        .add_columns(mine, Replay.id, Replay.match_guid, Replay.started_at)
        .add_columns(Replay.is_start_estimated, Replay.duration_seconds)
        .order_by(Replay.created_at, Replay.id)
    )
    candidates, rows = found.all(), []
    for user_id, player_game_id, is_his, replay_id, *played in candidates:
        match = _Played(*played)
        if is_his or not calendar.has_place_for(match):
            continue
        calendar.add(match)
        rows.append(
            {
                "id": new_id(),
                "user_id": user_id,
                "replay_id": replay_id,
                "ownership_type": Ownership.AUTO_MATCHED,
                "player_game_id": player_game_id,
                "started_at": match.started_at,
                "is_start_estimated": match.is_estimated,
            }
        )
    for first in range(0, len(rows), _MATCHES_AT_ONCE):
        await db.execute(
            insert(UserReplay)
            .values(rows[first : first + _MATCHES_AT_ONCE])
            .on_conflict_do_nothing(index_elements=["user_id", "replay_id"])
        )
    return len(candidates)


async def take_back_contradicted(db: AsyncSession, owned: UserReplay, replay: Replay) -> list[Span]:
    """Takes away what others gave a user and a match he sent himself rules out.

    A match that nobody else owns stays, and so does one that somebody is just changing.

    Returns:
        Where in his play that changes something.
    """
    match = _played(replay, owned.started_at, is_estimated=owned.is_start_estimated)
    given = await _played_by(
        db, owned.user_id, _near(match), UserReplay.file_id.is_(None), UserReplay.id != owned.id
    )
    wrong = {row_id: other for row_id, other in given.items() if match.contradicts(other)}
    if not wrong:
        return []
    locked = await db.scalars(
        select(UserReplay.id)
        .join(Replay, UserReplay.replay_id == Replay.id)
        .where(UserReplay.id.in_(wrong))
        .with_for_update(skip_locked=True)
    )
    others = aliased(UserReplay)
    # A statement of its own sees who gave it up before the lock was had.
    gone = await db.scalars(
        delete(UserReplay)
        .where(
            UserReplay.id.in_(locked.all()),
            exists().where(
                others.replay_id == UserReplay.replay_id, others.user_id != owned.user_id
            ),
        )
        .returning(UserReplay.id)
        .execution_options(synchronize_session=False)
    )
    return [Span(wrong[row_id].started_at, wrong[row_id].duration_seconds) for row_id in gone]


async def move_start(
    db: AsyncSession, replay: Replay, *, started_at: datetime, is_estimated: bool
) -> dict[UUID, list[Span]]:
    """Gives a match another start, also for those who have no file of it that tells theirs.

    Returns:
        By user, where in his play that changes something.
    """
    replay.started_at = started_at
    replay.is_start_estimated = is_estimated
    followers = (UserReplay.replay_id == replay.id, UserReplay.file_id.is_(None))
    before = await db.execute(select(UserReplay.user_id, UserReplay.started_at).where(*followers))
    spans = {
        user_id: [Span(at, replay.duration_seconds), Span(started_at, replay.duration_seconds)]
        for user_id, at in before
    }
    await db.execute(
        update(UserReplay)
        .where(*followers)
        .values(started_at=started_at, is_start_estimated=is_estimated, play_session_id=None)
        .execution_options(synchronize_session=False)
    )
    return spans


def proved_players(*where: object) -> Select[UUID, UUID]:
    """Users and players who are the same, as a sign-in with the player's platform proves."""
    return (
        select(OAuthAccount.user_id, PlayerGameStats.id)
        .join_from(PlayerGameStats, Player, PlayerGameStats.player_id == Player.id)
        .join(
            OAuthAccount,
            and_(
                OAuthAccount.provider == Player.platform,
                OAuthAccount.provider_account_id == Player.online_id,
                OAuthAccount.provider.in_(PROVING_PROVIDERS),
            ),
        )
        .join(User, OAuthAccount.user_id == User.id)
        .where(User.deletion_requested_at.is_(None), *where)  # type: ignore[arg-type]
    )


async def _lock_gifts(db: AsyncSession, user_id: UUID) -> None:
    """Waits until nobody else gives a user a match. Several users are locked by id."""
    await lock_name(db, f"matches given to {user_id}")


async def _may_be_given(
    db: AsyncSession, user_id: UUID, match: _Played, *, given_by: UUID | None
) -> bool:
    near = await _played_by(db, user_id, _near(match))
    if any(map(match.contradicts, near.values())):
        return False
    given = await db.scalar(
        select(func.count()).where(
            UserReplay.user_id == user_id,
            UserReplay.given_by_user_id == given_by,
            UserReplay.created_at > func.now() - timedelta(days=1),
        )
    )
    return (given or 0) < MOST_GIVEN_A_DAY or given_by is None


async def _played_by(
    db: AsyncSession, user_id: UUID, *where: ColumnElement[bool]
) -> dict[UUID, _Played]:
    """A user's matches, by the row that says they are his."""
    rows = await db.execute(
        select(
            UserReplay.id,
            Replay.match_guid,
            UserReplay.started_at,
            UserReplay.is_start_estimated,
            Replay.duration_seconds,
        )
        .join_from(UserReplay, Replay, UserReplay.replay_id == Replay.id)
        .where(UserReplay.user_id == user_id, *where)
    )
    return {
        row_id: _Played(guid, started_at, is_estimated, seconds)
        for row_id, guid, started_at, is_estimated, seconds in rows
    }


def _played(replay: Replay, started_at: datetime, *, is_estimated: bool) -> _Played:
    return _Played(replay.match_guid, started_at, is_estimated, replay.duration_seconds)


def _near(match: _Played) -> ColumnElement[bool]:
    """Matches that could contradict one."""
    is_near = UserReplay.started_at.between(
        match.started_at - _LONGEST, match.started_at + _LONGEST
    )
    return is_near if match.guid is None else or_(is_near, Replay.match_guid == match.guid)
