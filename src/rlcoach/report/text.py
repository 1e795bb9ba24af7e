"""Names from replays are anybody's text: how to write them without being written over by them.

Each output has its own danger and its own function: `terminal`, `markdown`, `csv_cell`, and
`encodable` for everything that becomes UTF-8. Neutralised characters become U+FFFD, so that two
names that differ still differ and nothing vanishes unseen.
"""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"

_SURROGATES_AND_NUL = re.compile("[\ud800-\udfff\x00]")
# C0 and C1 controls, marks and overrides of writing direction, line and paragraph separators,
# invisible characters, interlinear annotation, and tags. U+200D joins emoji and stays.
_UNSAFE_IN_TERMINAL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_COMBINING_RUN = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+"
)
# Signs that mean something anywhere; a colon in links and emoji codes, a full stop in addresses;
# and what makes a list, rule or heading of a line that starts with it.
_MARKDOWN_PUNCTUATION = re.compile(
    r"([\\`*_{}\[\]()#|~!@$^]|:(?=[^\d\s])|(?<=www)\.|^[=+-]|(?<=^\d)\.|(?<=^\d\d)\.)",
    re.IGNORECASE,
)
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "|",
    "%",
)


def encodable(text: str) -> str:
    """Text that UTF-8 and every database take: no lone surrogates, no NUL."""
    return _SURROGATES_AND_NUL.sub(REPLACEMENT, text)


def terminal(text: str) -> str:
    """One line that moves no cursor, starts no escape sequence and turns no writing direction."""
    return _COMBINING_RUN.sub(r"\1", _UNSAFE_IN_TERMINAL.sub(REPLACEMENT, text))


def markdown(text: str) -> str:
    """One line that Markdown shows as it is: no markup, link, mention, table column or HTML."""
    return _MARKDOWN_PUNCTUATION.sub(r"\\\1", terminal(text)).translate(_HTML)


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    clean = encodable(text)
    if clean.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{clean}"
    return clean


def encodable_tree(value: object) -> object:
    """`encodable` for every string in nested lists and maps, keys included."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {encodable_tree(key): encodable_tree(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [encodable_tree(inner) for inner in value]
    return value
