"""What is told of claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ClaimView:
    """A player a user calls his other account."""

    id: UUID
    platform: str
    online_id: str
    name: str | None
    """In the latest match the user sent of him; None where he sent none, or no longer has it."""
    games: int
    """How many matches the user has sent in which the player played."""
    created_at: datetime
