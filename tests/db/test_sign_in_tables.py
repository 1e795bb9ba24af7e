"""The sign-in library finds the tables it wants, and can fill them knowing its own columns alone.

What it asks for is that of better-auth 1.7.25 with the mapping of `rlcoach.db.models.accounts`; its
own migration tool finds nothing to create or to add to these tables.
"""

import pytest
from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.core.ids import new_id
from rlcoach.db.base import Base
from tests.builders.rows import NOW, make_user

USED = {
    "users": {
        *("display_name", "email", "email_verified", "avatar_url", "created_at", "updated_at"),
    },
    "oauth_accounts": {
        *("provider", "provider_account_id", "user_id", "linked_at", "updated_at", "password"),
        *("access_token", "refresh_token", "id_token", "scope"),
        *("access_token_expires_at", "refresh_token_expires_at"),
    },
    "sessions": {
        *("token", "user_id", "expires_at", "created_at", "updated_at"),
        *("ip_address", "user_agent"),
    },
    "verification_tokens": {"identifier", "value", "expires_at", "created_at", "updated_at"},
    "rate_limits": {"key", "count", "last_request"},
}
"""What the library reads and writes beside the id, by table."""
MAY_BE_NULL = {
    *("avatar_url", "ip_address", "user_agent", "password", "scope"),
    *("access_token", "refresh_token", "id_token"),
    *("access_token_expires_at", "refresh_token_expires_at"),
}
"""What it may leave out."""
TIMES = ("created_at", "updated_at", "expires_at", "linked_at")


def table_of(name: str) -> Table:
    """A table of the schema."""
    return Base.metadata.tables[name]


@pytest.mark.parametrize("name", USED)
def test_holds_every_column_it_uses(name: str) -> None:
    assert USED[name] <= set(table_of(name).c.keys())


@pytest.mark.parametrize("name", USED)
def test_what_it_may_leave_out_may_be_null(name: str) -> None:
    columns = table_of(name).c
    assert all(columns[column].nullable for column in USED[name] & MAY_BE_NULL)


@pytest.mark.parametrize("name", USED)
async def test_a_row_needs_nothing_it_does_not_know(db: AsyncSession, name: str) -> None:
    given: dict[str, object] = {"id": new_id()}
    for column in USED[name] - MAY_BE_NULL:
        given[column] = NOW if column in TIMES else "text"
    given |= {"user_id": (await make_user(db)).id} if "user_id" in given else {}
    given |= {"email_verified": False} if "email_verified" in given else {}
    given |= {"count": 1, "last_request": 1_795_769_264_082} if "count" in given else {}
    await db.execute(insert(table_of(name)).values(given))
