"""Gives users the matches of accounts they have newly linked: once for each account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.logging import get_logger
from rlcoach.db.models import OAuthAccount
from rlcoach.services.matching.giving import PROVING_PROVIDERS, auto_match_account
from rlcoach.services.play_sessions.outdated import mark_outdated

log = get_logger(__name__)

_PER_RUN = 10


async def match_linked_accounts(db: AsyncSession, *, now: datetime) -> int:
    """Gives out the matches of accounts that were linked since the last time; returns how many.

    Once each, so that a match its owner gives away stays away.
    """
    accounts = (
        await db.scalars(
            select(OAuthAccount)
            .where(OAuthAccount.provider.in_(PROVING_PROVIDERS), OAuthAccount.matched_at.is_(None))
            .order_by(OAuthAccount.user_id, OAuthAccount.id)
            .limit(_PER_RUN)
            .with_for_update(skip_locked=True)
        )
    ).all()
    changed = set()
    for account in accounts:
        if await auto_match_account(db, account):
            changed.add(account.user_id)
        account.matched_at = now
    for user_id in sorted(changed):
        await mark_outdated(db, user_id, now=now)
    if accounts:
        log.info("accounts_matched", number=len(accounts), users_changed=len(changed))
    return len(accounts)
