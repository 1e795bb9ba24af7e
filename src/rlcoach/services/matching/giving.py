"""What the files of others give to who has proved to be one of their players.

A file is the word of who sent it, so little may follow from it. What it gives is marked
(`Ownership.AUTO_MATCHED`), can be given away for good, and contradicts nothing he has: nobody plays
a match twice, or two at once where both starts were sent. Of two that contradict each other the
first stands, but what he has sent himself takes the place of what others gave him, and so does the
longer of two files that may be of one match. Who does not want what a sender gives refuses him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
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
    RefusedSender,
    Replay,
    User,
    UserReplay,
)
from rlcoach.services.matching.facts import facts_of_rows
from rlcoach.services.matching.same_match import covers_more
from rlcoach.services.play_sessions.service import Span

PROVING_PROVIDERS = ("steam", "epic")
"""Their account ids are those that replays hold."""
_LONGEST = timedelta(hours=1)
"""A file that claims more must not stand in the way of other matches."""
_MATCHES_AT_ONCE = 1000
_OWNER = aliased(UserReplay)
_SENDER = (
    select(_OWNER.user_id)
    .where(_OWNER.replay_id == Replay.id, _OWNER.file_id == Replay.analysed_file_id)
    .order_by(_OWNER.created_at, _OWNER.id)
    .limit(1)
    .correlate(Replay)
    .scalar_subquery()
)
"""Who has sent the file a match was analysed from, as long as he owns it."""


@dataclass(frozen=True)
class _Played:
    """A match of a user, or one he may be given, as far as it rules out others."""

    replay: Replay
    started_at: datetime
    is_estimated: bool
    owned_id: UUID | None = None
    """The row that says it is his; None for one he may be given."""
    is_sent: bool = False
    """Whether he has a file of it himself."""

    @property
    def length(self) -> timedelta:
        return min(timedelta(seconds=self.replay.duration_seconds or 0.0), _LONGEST)

    @property
    def span(self) -> Span:
        return Span(self.started_at, self.replay.duration_seconds)

    def contradicts(self, other: _Played) -> bool:
        """Whether nobody can have played both.

        They are said to be the same match, or one goes on at the middle of the other: starts may be
        off by some seconds. An estimated one may be off by hours, and rules out nothing.
        """
        if self._has_guid_of(other):
            return True
        if self.is_estimated or other.is_estimated:
            return False
        return self._goes_on_in_the_middle_of(other) or other._goes_on_in_the_middle_of(self)

    def takes_place_of(self, other: _Played) -> bool:
        """Whether another that it contradicts was the beginning of it, or another part.

        Who left before anything had happened has a match of his own. It must not keep the whole one
        from the others who played it, but what a user has sent himself stays.
        """
        return (
            not other.is_sent
            and self._has_guid_of(other)
            and self.replay.map == other.replay.map
            and covers_more(facts_of_rows(self.replay, ()), facts_of_rows(other.replay, ()))
        )

    def _has_guid_of(self, other: _Played) -> bool:
        guid = self.replay.match_guid
        return guid is not None and guid == other.replay.match_guid

    def _goes_on_in_the_middle_of(self, other: _Played) -> bool:
        return timedelta() <= other.started_at + other.length / 2 - self.started_at <= self.length


class _Calendar:
    """Matches of one player, to be asked which of them rule out another."""

    def __init__(self, played: Iterable[_Played]) -> None:
        self._by_key: defaultdict[int | str, list[_Played]] = defaultdict(list)
        for match in played:
            self.add(match)

    def add(self, match: _Played) -> None:
        for key in self._keys(match):
            self._by_key[key].append(match)

    def remove(self, match: _Played) -> None:
        for key in self._keys(match):
            self._by_key[key].remove(match)

    def against(self, match: _Played) -> list[_Played]:
        keys = self._keys(match, hours=(-1, 0, 1))
        near = dict.fromkeys(one for key in keys for one in self._by_key[key])
        return [one for one in near if match.contradicts(one)]

    @staticmethod
    def _keys(match: _Played, *, hours: Iterable[int] = (0,)) -> list[int | str]:
        hour = int(match.started_at.timestamp() // _LONGEST.total_seconds())
        keys: list[int | str] = [hour + each for each in hours]
        guid = match.replay.match_guid
        return keys if guid is None else [*keys, guid]


async def auto_match(
    db: AsyncSession,
    *,
    replay: Replay,
    player_games: Collection[UUID],
    given_by: UUID | None,
) -> dict[UUID, list[Span]]:
    """Gives a match to those who proved to be one of some of its players.

    To be called for players that are new in the match only: who has given it away does not get it
    back with every new analysis. Who sent the file, `given_by` unless it is analysed again, owns it
    anyway, and says himself who he was where he may be several.

    Returns:
        By user, where in his play that changes something.
    """
    proved = await db.execute(
        proved_players(PlayerGameStats.id.in_(player_games)).order_by(OAuthAccount.user_id)
    )
    given_by = given_by or await db.scalar(select(_SENDER).where(Replay.id == replay.id))
    match = _Played(replay, replay.started_at, replay.is_start_estimated)
    found: dict[UUID, list[Span]] = {}
    for user_id, player_game_id in proved.all():
        if user_id == given_by:
            continue
        await _lock_gifts(db, user_id)
        if given_by in await _refused_by(db, user_id):
            continue
        against = _Calendar(await _played_by(db, user_id, _near(match))).against(match)
        if not all(map(match.takes_place_of, against)):
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
            found[user_id] = [match.span, *await _take_back(db, user_id, against)]
    return found


async def auto_match_account(db: AsyncSession, account: OAuthAccount) -> int:
    """Gives a user the matches of an account he has just proved to be his; says how many it has.

    Those he has already may need a label: `label_players` gives it.
    """
    await _lock_gifts(db, account.user_id)
    refused = await _refused_by(db, account.user_id)
    calendar = _Calendar(await _played_by(db, account.user_id))
    mine = exists().where(
        UserReplay.user_id == OAuthAccount.user_id, UserReplay.replay_id == Replay.id
    )
    found = await db.execute(
        proved_players(OAuthAccount.id == account.id)
        .join(Replay, PlayerGameStats.replay_id == Replay.id)
        .add_columns(mine, _SENDER, Replay)
        .order_by(Replay.created_at, Replay.id)
    )
    candidates = found.all()
    rows: dict[UUID, dict[str, object]] = {}
    replaced: list[_Played] = []
    for user_id, player_game_id, is_his, sender_id, replay in candidates:
        match = _Played(replay, replay.started_at, replay.is_start_estimated)
        against = calendar.against(match)
        if is_his or sender_id in refused or not all(map(match.takes_place_of, against)):
            continue
        for other in against:
            calendar.remove(other)
            rows.pop(other.replay.id, None)
        replaced += against
        calendar.add(match)
        rows[replay.id] = {
            "id": new_id(),
            "user_id": user_id,
            "replay_id": replay.id,
            "ownership_type": Ownership.AUTO_MATCHED,
            "given_by_user_id": sender_id,
            "player_game_id": player_game_id,
            "started_at": match.started_at,
            "is_start_estimated": match.is_estimated,
        }
    values = list(rows.values())
    for first in range(0, len(values), _MATCHES_AT_ONCE):
        await db.execute(
            insert(UserReplay)
            .values(values[first : first + _MATCHES_AT_ONCE])
            .on_conflict_do_nothing(index_elements=["user_id", "replay_id"])
        )
    await _take_back(db, account.user_id, replaced)
    return len(candidates)


async def take_back_contradicted(db: AsyncSession, owned: UserReplay, replay: Replay) -> list[Span]:
    """Takes away what others gave a user and a match he sent himself rules out.

    A match that nobody else owns stays, and so does one that somebody is just changing.

    Returns:
        Where in his play that changes something.
    """
    match = _Played(replay, owned.started_at, owned.is_start_estimated)
    given = await _played_by(
        db, owned.user_id, _near(match), UserReplay.file_id.is_(None), UserReplay.id != owned.id
    )
    return await _take_back(db, owned.user_id, [one for one in given if match.contradicts(one)])


async def _take_back(db: AsyncSession, user_id: UUID, wrong: Iterable[_Played]) -> list[Span]:
    by_id = {one.owned_id: one for one in wrong if one.owned_id is not None}
    if not by_id:
        return []
    # The matches as well: of two owners who are about to lose one, the second has to stay.
    locked = await db.scalars(
        select(UserReplay.id)
        .join(Replay, UserReplay.replay_id == Replay.id)
        .where(UserReplay.id.in_(by_id))
        .with_for_update(skip_locked=True)
    )
    others = aliased(UserReplay)
    # A statement of its own sees who gave it up before the lock was had.
    gone = await db.scalars(
        delete(UserReplay)
        .where(
            UserReplay.id.in_(locked.all()),
            exists().where(others.replay_id == UserReplay.replay_id, others.user_id != user_id),
        )
        .returning(UserReplay.id)
        .execution_options(synchronize_session=False)
    )
    return [by_id[owned_id].span for owned_id in gone]


async def refuse_gifts(db: AsyncSession, user_id: UUID, *, sender_id: UUID, now: datetime) -> UUID:
    """Has a sender give a user nothing more; twice is once. Returns the id of the refusal.

    To be committed before any match is locked: who gives one waits for us with the match locked.
    """
    await _lock_gifts(db, user_id)
    row = {"id": new_id(), "user_id": user_id, "sender_user_id": sender_id, "created_at": now}
    pair = ("user_id", "sender_user_id")
    await db.execute(insert(RefusedSender).values(row).on_conflict_do_nothing(index_elements=pair))
    refusal = select(RefusedSender.id).filter_by(user_id=user_id, sender_user_id=sender_id)
    return (await db.scalars(refusal)).one()


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


async def _refused_by(db: AsyncSession, user_id: UUID) -> set[UUID]:
    query = select(RefusedSender.sender_user_id).where(RefusedSender.user_id == user_id)
    return set(await db.scalars(query))


async def _played_by(db: AsyncSession, user_id: UUID, *where: ColumnElement[bool]) -> list[_Played]:
    rows = await db.execute(
        select(UserReplay.started_at, UserReplay.is_start_estimated, UserReplay.id)
        .add_columns(UserReplay.file_id.is_not(None), Replay)
        .join_from(UserReplay, Replay, UserReplay.replay_id == Replay.id)
        .where(UserReplay.user_id == user_id, *where)
    )
    return [_Played(replay, *played) for *played, replay in rows]


def _near(match: _Played) -> ColumnElement[bool]:
    """Matches that could contradict one."""
    guid = match.replay.match_guid
    is_near = UserReplay.started_at.between(
        match.started_at - _LONGEST, match.started_at + _LONGEST
    )
    return is_near if guid is None else or_(is_near, Replay.match_guid == guid)
