"""Ids of everything that is stored: UUIDv7, made here and not by the database.

They begin with the time, so that rows written together lie together in an index. The sign-in
library makes its own for the rows it writes, of the same kind.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from uuid_utils.compat import uuid7

IdFactory = Callable[[], UUID]
"""Returns a new id each time. Tests hand in one that counts."""


def new_id() -> UUID:
    """A new UUIDv7."""
    return uuid7()
