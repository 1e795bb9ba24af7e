"""Matches into play sessions: those with no long pause between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class PlayedMatch:
    """A match of one user."""

    user_replay_id: UUID
    started_at: datetime
    ended_at: datetime
    play_session_id: UUID | None
    """The session it is in so far."""


@dataclass(frozen=True)
class Group:
    """Matches of one session, by start."""

    matches: tuple[PlayedMatch, ...]

    @property
    def started_at(self) -> datetime:
        """Start of the first."""
        return self.matches[0].started_at

    @property
    def ended_at(self) -> datetime:
        """The latest end."""
        return max(match.ended_at for match in self.matches)


def grouped(matches: Sequence[PlayedMatch], *, gap: timedelta) -> list[Group]:
    """Matches by session. A pause of exactly `gap` does not end one."""
    groups: list[list[PlayedMatch]] = []
    latest_end: datetime | None = None
    for match in sorted(matches, key=lambda one: (one.started_at, one.user_replay_id)):
        if latest_end is None or match.started_at - latest_end > gap:
            groups.append([])
            latest_end = match.ended_at
        groups[-1].append(match)
        latest_end = max(latest_end, match.ended_at)
    return [Group(tuple(group)) for group in groups]


def kept_ids(groups: Sequence[Group]) -> list[UUID | None]:
    """The id each group goes on with; None for a new one.

    A session that is split lives on in its largest part, and of joined ones the largest lives on,
    so that links to a session hold as well as they can.
    """
    claims = sorted(
        (
            (-number, index, session_id)
            for index, group in enumerate(groups)
            for session_id, number in Counter(
                match.play_session_id for match in group.matches
            ).items()
            if session_id is not None
        ),
        key=lambda claim: (claim[0], claim[1], str(claim[2])),
    )
    kept: list[UUID | None] = [None] * len(groups)
    taken: set[UUID] = set()
    for _, index, session_id in claims:
        if kept[index] is None and session_id not in taken:
            kept[index] = session_id
            taken.add(session_id)
    return kept
