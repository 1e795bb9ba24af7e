"""Texts as both halves of a replay hold them."""

from __future__ import annotations

import struct


def encoded(value: str) -> bytes:
    """Length, characters and a terminator: one byte per character where that can spell it.

    The game writes a byte for every character up to U+00FF, and readers take those bytes for
    windows-1252, which has other characters between U+0080 and U+009F: a text with any of these is
    written as UTF-16, as others beyond U+00FF are, so that all readers agree on it. Lengths count
    units of UTF-16.
    """
    if all(character < "\x80" or "\xa0" <= character <= "\xff" for character in value):
        plain = value.encode("latin-1") + b"\0"
        return struct.pack("<i", len(plain)) + plain
    wide = value.encode("utf-16-le", "surrogatepass") + b"\0\0"
    return struct.pack("<i", -(len(wide) // 2)) + wide
