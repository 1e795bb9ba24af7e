"""A user's account: made by hand, found, looked at, changed."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.core.logging import get_logger
from rlcoach.db.models import User
from rlcoach.services.play_sessions.outdated import mark_outdated
from rlcoach.services.users.errors import (
    EmailTaken,
    TimeZoneUnknown,
    UserAmbiguous,
    UserNotFound,
)
from rlcoach.services.users.repository import UserRepository
from rlcoach.services.users.views import Profile, profile_of

log = get_logger(__name__)


@dataclass(frozen=True)
class ProfileChange:
    """What a user changes of himself; None leaves it as it is."""

    display_name: str | None = None
    time_zone: str | None = None
    play_session_gap_minutes: int | None = None
    declared_ranks: Mapping[str, str] | None = None


async def add_user(
    db: AsyncSession, *, display_name: str, email: str | None, time_zone: str
) -> Profile:
    """Makes a user by hand, for a machine where nobody signs in.

    Raises:
        EmailTaken: somebody has that address.
        TimeZoneUnknown: there is no such zone.
    """
    check_time_zone(time_zone)
    repository = UserRepository(db)
    if email is not None and await repository.find_by_email(email) is not None:
        raise EmailTaken
    user = User(
        id=new_id(),
        display_name=display_name,
        email=None if email is None else email.lower(),
        time_zone=time_zone,
    )
    db.add(user)
    await db.flush()
    log.info("user_added", user_id=str(user.id))
    return profile_of(user)


async def find_user(db: AsyncSession, given: str) -> Profile:
    """The user somebody means: by id, address or name.

    Raises:
        UserNotFound: there is none.
        UserAmbiguous: several have that name.
    """
    repository = UserRepository(db)
    try:
        by_id = await repository.find(UUID(given))
    except ValueError:
        by_id = None
    user = by_id or await repository.find_by_email(given)
    if user is None:
        named = await repository.find_by_name(given)
        if len(named) > 1:
            raise UserAmbiguous
        if not named:
            raise UserNotFound
        user = named[0]
    return profile_of(user)


async def read_profile(db: AsyncSession, user_id: UUID) -> Profile:
    """The user himself.

    Raises:
        UserNotFound: he is gone.
    """
    user = await UserRepository(db).find(user_id)
    if user is None:
        raise UserNotFound
    return profile_of(user)


async def read_subscriber(db: AsyncSession, user_id: UUID) -> User | None:
    """The user, as far as his payments go; None where he is gone."""
    return await UserRepository(db).find(user_id)


async def change_profile(
    db: AsyncSession, user_id: UUID, change: ProfileChange, *, now: datetime
) -> Profile:
    """Changes what is given. What hangs on the time zone or the gap is made anew by a job.

    Raises:
        UserNotFound: he is gone.
        TimeZoneUnknown: there is no such zone.
    """
    user = await UserRepository(db).find_locked(user_id)
    if user is None:
        raise UserNotFound
    before = (user.time_zone, user.play_session_gap_minutes)
    if change.time_zone is not None:
        check_time_zone(change.time_zone)
        user.time_zone = change.time_zone
    if change.play_session_gap_minutes is not None:
        user.play_session_gap_minutes = change.play_session_gap_minutes
    if change.display_name is not None:
        user.display_name = change.display_name
    if change.declared_ranks is not None:
        user.declared_ranks = dict(change.declared_ranks)
    await db.flush()
    if (user.time_zone, user.play_session_gap_minutes) != before:
        await mark_outdated(db, user_id, now=now)
    return profile_of(user)


def check_time_zone(name: str) -> None:
    """Lets a name of the IANA database pass.

    Raises:
        TimeZoneUnknown: it is none.
    """
    if name not in zoneinfo.available_timezones():
        raise TimeZoneUnknown
