"""Where a list goes on: an opaque text of a time and an id, for lists that are newest first.

Pages counted by number would skip or repeat rows when others arrive between two of them.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

_SEPARATOR = "_"


@dataclass(frozen=True)
class Cursor:
    """The last row of a page."""

    moment: datetime
    id: UUID

    def encoded(self) -> str:
        """As it is given out."""
        plain = f"{self.moment.astimezone(UTC).isoformat()}{_SEPARATOR}{self.id}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """Reads what `Cursor.encoded` wrote.

    Raises:
        ValueError: something else wrote it.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        plain = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        moment, _, row_id = plain.decode("ascii").rpartition(_SEPARATOR)
        cursor = Cursor(datetime.fromisoformat(moment), UUID(row_id))
        is_ours = cursor.encoded() == text
    except (UnicodeError, binascii.Error, ValueError, OverflowError) as error:
        raise ValueError("not a cursor") from error
    if not is_ours:
        raise ValueError("not a cursor")
    return cursor
