"""Kinds of matches, as requests ask for them: within what the database can be asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints

# PostgreSQL knows no text with a zero in it.
KindWord = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$", max_length=100)]
"""A playlist or a mode, as long as one is stored."""
TeamSize = Annotated[int, Query(ge=1, le=8)]
