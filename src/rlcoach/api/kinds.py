"""Kinds of matches, as requests ask for them: within what the database can be asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints

from rlcoach.api.texts import Text

KindWord = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
"""A playlist or a mode, as long as one is stored."""
TeamSize = Annotated[int, Query(ge=1, le=8)]
