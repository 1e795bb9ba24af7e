"""All that is asked of the database about a user's replays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, delete, exists, select, tuple_, update

from rlcoach.core.cursors import Cursor
from rlcoach.db.models import (
    PlayerGameStats,
    RefusedSender,
    Replay,
    ReplayFile,
    UploadedReplay,
    UploadStatus,
    UserReplay,
)
from rlcoach.db.owned import OwnedRepository
from rlcoach.services.matching.forgetting import forget_players

OwnedReplay = tuple[UserReplay, Replay, PlayerGameStats | None]
"""That a match is somebody's, the match, and which player he is in it."""


@dataclass(frozen=True)
class ReplayFilter:
    """Which matches to list; None leaves a fact open."""

    playlist: str | None = None
    mode: str | None = None
    team_size: int | None = None
    play_session_id: UUID | None = None


class ReplayRepository(OwnedRepository):
    """Replays of a user."""

    async def find(self, replay_id: UUID) -> OwnedReplay | None:
        """A match of the user."""
        query = self._joined().where(UserReplay.replay_id == replay_id)
        return (await self.db.execute(query)).one_or_none()

    async def find_locked(self, replay_id: UUID) -> UserReplay | None:
        """That a match is the user's, to be changed."""
        query = self.mine(UserReplay).where(UserReplay.replay_id == replay_id).with_for_update()
        row: UserReplay | None = await self.db.scalar(query)
        return row

    async def newest(
        self, wanted: ReplayFilter, *, after: Cursor | None, limit: int
    ) -> Sequence[OwnedReplay]:
        """Matches in order, newest first, from a cursor on."""
        query = self._joined()
        for column, value in (
            (Replay.playlist, wanted.playlist),
            (Replay.mode, wanted.mode),
            (Replay.team_size, wanted.team_size),
            (UserReplay.play_session_id, wanted.play_session_id),
        ):
            if value is not None:
                query = query.where(column == value)
        if after is not None:
            query = query.where(
                tuple_(UserReplay.started_at, UserReplay.id) < (after.moment, after.id)
            )
        query = query.order_by(UserReplay.started_at.desc(), UserReplay.id.desc()).limit(limit)
        return (await self.db.execute(query)).all()

    def _joined(self) -> Select[UserReplay, Replay, PlayerGameStats | None]:
        return (
            self.mine(UserReplay, Replay, PlayerGameStats)
            .join(Replay, Replay.id == UserReplay.replay_id)
            .outerjoin(PlayerGameStats, PlayerGameStats.id == UserReplay.player_game_id)
        )

    async def players(self, replay_id: UUID) -> Sequence[PlayerGameStats]:
        """Who played in a match of the user: blue first, best first."""
        mine = self.mine(UserReplay).where(UserReplay.replay_id == replay_id).exists()
        query = (
            select(PlayerGameStats)
            .where(PlayerGameStats.replay_id == replay_id, mine)
            .order_by(
                PlayerGameStats.team, PlayerGameStats.score.desc().nulls_last(), PlayerGameStats.id
            )
        )
        return (await self.db.scalars(query)).all()

    async def own_file(self, replay_id: UUID) -> ReplayFile | None:
        """The file the user himself has sent."""
        query = (
            self.mine(UserReplay)
            .with_only_columns(ReplayFile)
            .join(ReplayFile, ReplayFile.id == UserReplay.file_id)
            .where(UserReplay.replay_id == replay_id)
        )
        row: ReplayFile | None = await self.db.scalar(query)
        return row

    async def filename(self, file_id: UUID) -> str | None:
        """What the user called a file."""
        query = (
            self.mine(UploadedReplay)
            .with_only_columns(UploadedReplay.filename)
            .where(UploadedReplay.file_id == file_id)
            .order_by(UploadedReplay.uploaded_at)
            .limit(1)
        )
        name: str | None = await self.db.scalar(query)
        return name

    async def given_by_refused(self) -> Sequence[UUID]:
        """Matches the user was given by senders he refuses."""
        refused = self.mine(RefusedSender).with_only_columns(RefusedSender.sender_user_id)
        query = self.mine(UserReplay).with_only_columns(UserReplay.replay_id)
        query = query.where(UserReplay.given_by_user_id.in_(refused))
        return (await self.db.scalars(query)).all()

    async def lock_matches(self, replay_ids: Collection[UUID]) -> None:
        """Lets others wait who take or give up the same matches."""
        query = select(Replay.id).where(Replay.id.in_(replay_ids))
        # Who looks for a match locks several in the same order.
        await self.db.execute(query.order_by(Replay.created_at, Replay.id).with_for_update())

    async def give_up(self, replay_ids: Collection[UUID]) -> None:
        """Ends that matches are the user's, and that what he sent belongs to them."""
        await self.db.execute(
            delete(UserReplay).where(
                UserReplay.user_id == self.user_id, UserReplay.replay_id.in_(replay_ids)
            )
        )
        # The rows stay, as they count for what he may send within the hour.
        await self.db.execute(
            update(UploadedReplay)
            .where(UploadedReplay.user_id == self.user_id, UploadedReplay.replay_id.in_(replay_ids))
            .values(replay_id=None, file_id=None)
        )

    async def lock_files(self, replay_ids: Collection[UUID]) -> Sequence[ReplayFile]:
        """All files of matches, whoever sent them; before the matches themselves, as all do it."""
        query = select(ReplayFile).where(ReplayFile.replay_id.in_(replay_ids))
        # Uploads lock several in the same order.
        return (await self.db.scalars(query.order_by(ReplayFile.sha256).with_for_update())).all()

    async def not_owned(self, replay_ids: Collection[UUID]) -> Sequence[Replay]:
        """Those of some matches that are nobody's, nor about to be by an upload under way."""
        owner = exists().where(UserReplay.replay_id == Replay.id)
        coming = exists().where(
            ReplayFile.replay_id == Replay.id,
            UploadedReplay.file_id == ReplayFile.id,
            UploadedReplay.status.in_((UploadStatus.PENDING, UploadStatus.PROCESSING)),
        )
        query = select(Replay).where(Replay.id.in_(replay_ids), ~owner, ~coming)
        return (await self.db.scalars(query.execution_options(populate_existing=True))).all()

    async def delete_match(self, replay: Replay) -> None:
        """Deletes a match nobody owns; its files first, which refer to it."""
        accounts = await self.db.scalars(
            select(PlayerGameStats.player_id).where(
                PlayerGameStats.replay_id == replay.id, PlayerGameStats.player_id.is_not(None)
            )
        )
        player_ids = [player_id for player_id in accounts if player_id is not None]
        await self.db.execute(delete(ReplayFile).where(ReplayFile.replay_id == replay.id))
        await self.db.execute(delete(Replay).where(Replay.id == replay.id))
        await forget_players(self.db, player_ids)
