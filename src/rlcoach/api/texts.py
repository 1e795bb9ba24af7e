"""Texts, as requests may hold them: what the database can store and a page or terminal can show."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

# PostgreSQL knows no text with a zero in it; the other control characters are orders to terminals.
# What is no text at all, half a pair of UTF-16, is refused by matching it with a pattern.
Text = Annotated[str, StringConstraints(pattern=r"^[^\u0000-\u001f\u007f-\u009f]*$")]
"""One line of visible text. Every text of a request is one, of a length that is given there."""
Word = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""A name somebody gives to something."""
