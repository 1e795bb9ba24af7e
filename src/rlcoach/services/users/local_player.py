"""The one user of a machine where nobody signs in."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.services.users.repository import UserRepository
from rlcoach.services.users.service import add_user
from rlcoach.services.users.views import Profile, profile_of

LOCAL_PLAYER_EMAIL = "player@local.placeholder.invalid"
"""By which he is known; no mail can be sent there, and nobody can sign in with it."""


async def local_player(db: AsyncSession, *, time_zone: str) -> Profile:
    """Him, made where he is not there yet.

    Args:
        db: In a transaction.
        time_zone: Of the machine; what he has chosen since stays.

    Raises:
        TimeZoneUnknown: there is no such zone.
    """
    user = await UserRepository(db).find_by_email(LOCAL_PLAYER_EMAIL)
    if user is not None:
        return profile_of(user)
    return await add_user(
        db, display_name="Local player", email=LOCAL_PLAYER_EMAIL, time_zone=time_zone
    )
