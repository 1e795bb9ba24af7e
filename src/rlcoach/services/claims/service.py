"""Other accounts of a user, as he says: they label players in files he sent, and open nothing.

Whether an account is really his nobody checks, so that it may change nothing of anybody else's.
What one claims for good, with the matches others sent, is proved by signing in with it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.core.logging import get_logger
from rlcoach.db.locks import lock_name
from rlcoach.db.models import Actor, AuditEntry, Player, PlayerClaim
from rlcoach.services.claims.errors import (
    ClaimedPlayerNotFound,
    ClaimNotFound,
    ClaimsTooMany,
    PlayerHasNoAccount,
)
from rlcoach.services.claims.repository import ClaimRepository
from rlcoach.services.claims.views import ClaimView
from rlcoach.services.play_sessions.outdated import mark_outdated

log = get_logger(__name__)

MOST_CLAIMS = 20


async def list_claims(db: AsyncSession, user_id: UUID) -> list[ClaimView]:
    """The user's claims, the first one first."""
    return await ClaimRepository(db, user_id).find_all()


async def add_claim(
    db: AsyncSession, user_id: UUID, *, player_game_id: UUID, now: datetime
) -> ClaimView:
    """The user says that a player of one of his matches is his other account. Twice is once.

    A job labels the matches he has.

    Raises:
        ClaimedPlayerNotFound: that player is in none of his matches.
        PlayerHasNoAccount: a bot or a guest, whom nothing tells from others.
        ClaimsTooMany: the user has enough of them.
    """
    repository = ClaimRepository(db, user_id)
    found = await repository.player_game(player_game_id)
    if found is None:
        raise ClaimedPlayerNotFound
    if found.player_id is None:
        raise PlayerHasNoAccount
    await lock_name(db, f"claims of {user_id}")
    claim = await repository.find_of(found.player_id)
    if claim is None or claim.removed_at is not None:
        if await repository.count() >= MOST_CLAIMS:
            raise ClaimsTooMany
        claim = await _claim(db, claim, user_id=user_id, player_id=found.player_id, now=now)
    return next(view for view in await repository.find_all() if view.id == claim.id)


async def remove_claim(db: AsyncSession, user_id: UUID, *, claim_id: UUID, now: datetime) -> None:
    """The user takes a claim back. A job takes back what it labelled, but nothing he chose.

    Raises:
        ClaimNotFound: it is not his.
    """
    repository = ClaimRepository(db, user_id)
    claim = await repository.find(claim_id)
    if claim is None:
        raise ClaimNotFound
    claim.removed_at = now
    player = await repository.player(claim.player_id)
    db.add(_audit(claim, player, "claim.remove", now=now))
    await db.flush()
    await mark_outdated(db, user_id, now=now)
    log.info("claim_removed", claim_id=str(claim.id))


async def _claim(
    db: AsyncSession, removed: PlayerClaim | None, *, user_id: UUID, player_id: UUID, now: datetime
) -> PlayerClaim:
    # Locked, as a player whom nobody's matches tell of any more is deleted.
    player = await db.get(Player, player_id, with_for_update={"read": True, "key_share": True})
    if player is None:
        raise ClaimedPlayerNotFound
    claim = removed or PlayerClaim(id=new_id(), user_id=user_id, player_id=player_id)
    claim.removed_at = None
    claim.created_at = now
    db.add(claim)
    db.add(_audit(claim, player, "claim.add", now=now))
    await db.flush()
    await mark_outdated(db, user_id, now=now)
    log.info("claim_added", claim_id=str(claim.id))
    return claim


def _audit(claim: PlayerClaim, player: Player, action: str, *, now: datetime) -> AuditEntry:
    return AuditEntry(
        id=new_id(),
        occurred_at=now,
        user_id=claim.user_id,
        actor=Actor.USER,
        action=action,
        subject_id=claim.id,
        details={"platform": player.platform, "online_id": player.online_id},
    )
