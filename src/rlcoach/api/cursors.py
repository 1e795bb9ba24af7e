"""Where a list goes on, as a request says it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from rlcoach.api.texts import Text
from rlcoach.core.cursors import Cursor, decode_cursor
from rlcoach.core.errors import AppError


class CursorInvalid(AppError):
    """A cursor that did not come from here."""

    status = 422
    code = "malformed_request"
    sentence = "The cursor is not one that this address has given out."


def get_cursor(cursor: Annotated[Text | None, Query(max_length=200)] = None) -> Cursor | None:
    """The cursor of a request; None for the beginning.

    Raises:
        CursorInvalid: it is none.
    """
    try:
        return None if cursor is None else decode_cursor(cursor)
    except ValueError as error:
        raise CursorInvalid from error


After = Annotated[Cursor | None, Depends(get_cursor)]
Limit = Annotated[int, Query(ge=1, le=100)]
