"""Why only the header of a file could be read, in the sentences both decoders use."""

from __future__ import annotations

from typing import Final

MAX_DETAIL_CHARACTERS: Final = 160
"""Details hold text from the file; one line of a terminal or two is what a reader takes in."""

TRUNCATED: Final = "The file ends before its network data does, so only its header could be read."
BODY_CHECKSUM: Final = (
    "The checksum of the network data is wrong, so only the header could be read."
)
_UNKNOWN_ATTRIBUTE: Final = "attribute unknown or not implemented"


class NetworkUnreadableError(Exception):
    """The header is fine and the rest is not; the message is the sentence for `degraded`."""


def unreadable(detail: str) -> str:
    """Any other reason, `detail` being one clause without a full stop."""
    return f"The network data cannot be read: {_one_line(detail)}."


def unknown_attribute(name: str) -> str:
    """The file holds an attribute that this version of the parser has not learnt."""
    return (
        f"The network data holds the unknown attribute {_one_line(name)}, "
        "so only the header could be read."
    )


def frame_count_missing() -> str:
    """There is network data and no frame count."""
    return unreadable("the header does not say how many frames there are")


def frame_count_impossible(announced: int) -> str:
    """The frame count is negative, or does not fit the network data."""
    return unreadable(f"the header announces {announced} frames, which cannot be")


def frames_lost(announced: int, found: int) -> str:
    """The frames end before the announced number."""
    return unreadable(f"the header announces {announced} frames and there are {found}")


def channels_impossible(announced: object) -> str:
    """`MaxChannels` is beyond what actor ids can be."""
    return unreadable(f"the header announces {announced} channels, which cannot be")


def attribute_table_too_large(objects: int, properties: int) -> str:
    """The tables that name objects and attributes multiply to more than memory holds."""
    return unreadable(
        f"{objects} objects with {properties} attributes are more than a replay can hold"
    )


def contradiction(fault: Exception) -> str:
    """The network data decodes to what cannot be."""
    return (
        f"The network data contradicts itself ({_one_line(str(fault))}), "
        "so only the header could be read."
    )


def sentence(kind: str, detail: str) -> str:
    """The sentence for a reason of the native decoder: its kind, and the parser's words."""
    known = {"truncated": TRUNCATED, "body_checksum": BODY_CHECKSUM}
    return known.get(kind) or from_parser(detail)


def from_parser(message: str) -> str:
    """The sentence for an error message of boxcars, naming the unknown attribute if it is that."""
    lines = message.splitlines() or ["unknown error"]
    if _UNKNOWN_ATTRIBUTE in lines[0]:
        for line in lines[1:]:
            if not line:
                break
            if line.startswith("attribute: "):
                return unknown_attribute(line.removeprefix("attribute: "))
    return unreadable(lines[0].removeprefix("Error decoding frame: ").rstrip(" .:"))


def _one_line(text: str) -> str:
    """`text` without what could act on a terminal, cut to `MAX_DETAIL_CHARACTERS`."""
    cut = text if len(text) <= MAX_DETAIL_CHARACTERS else text[: MAX_DETAIL_CHARACTERS - 1] + "…"
    return "".join(character if character.isprintable() else "?" for character in cut)
