"""Finds the report's player that a label or a header entry speaks of."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal

from rlcoach.report.schema import Player, Report

PLATFORM_WORDS: dict[str, frozenset[str]] = {
    "steam": frozenset({"steam"}),
    "epic": frozenset({"epic"}),
    "ps": frozenset({"ps"}),
    "ps3": frozenset({"ps"}),
    "ps4": frozenset({"ps"}),
    "ps5": frozenset({"ps"}),
    "playstation": frozenset({"ps"}),
    "xbox": frozenset({"xbox"}),
    "dingo": frozenset({"xbox"}),
    "switch": frozenset({"switch", "psynet"}),
    "nnx": frozenset({"switch", "psynet"}),
    "psynet": frozenset({"switch", "psynet"}),
    "qq": frozenset({"qq"}),
}
"""Platform words of labels, headers and parsers, lower case, to the report's words.

One Switch player is `NNX` in the header, `PsyNet` to one parser and `switch` to ballchasing.
"""

UNKNOWN_ONLINE_IDS = frozenset({"", "0"})
"""What headers write for bots and for PlayStation players of old files."""


def plain_name(name: str) -> str:
    """A name as it survives sites that strip symbols: letters and digits only, caseless."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def is_platform(player: Player, word: str) -> bool:
    """Whether the player is on the platform somebody else's `word` means."""
    return player.platform in PLATFORM_WORDS.get(word.casefold(), frozenset())


def find_player(
    report: Report,
    name: str | None,
    *,
    online_id: tuple[str | None, str] | None = None,
    team: Literal[0, 1] | None = None,
) -> Player | None:
    """The one player meant, or None where nobody or more than one fits.

    The platform id decides first, then the id or the name as written, then the name without its
    symbols. What comes later, and the team, only decides between those that still fit.

    Args:
        report: The report to look in.
        name: Header name, name as ballchasing writes it, or platform id.
        online_id: (platform, id) where known; platform None for any.
        team: The player's team where known.
    """
    tests: list[Callable[[Player], bool]] = [
        lambda player: online_id is not None and _has_id(player, online_id),
        lambda player: name is not None and name in (player.id, player.online_id),
        lambda player: player.name == name,
        lambda player: name is not None and plain_name(player.name) == plain_name(name) != "",
    ]
    for place, test in enumerate(tests):
        fitting = [player for player in report.players if test(player)]
        if fitting:
            later = [*tests[place + 1 :], lambda player: player.team == team]
            return _only(fitting, later)
    return None


def _has_id(player: Player, online_id: tuple[str | None, str]) -> bool:
    platform, wanted = online_id
    if wanted in UNKNOWN_ONLINE_IDS or player.online_id is None:
        return False
    if platform is not None and not is_platform(player, platform):
        return False
    return player.online_id.casefold() in {wanted.casefold(), _xbox_decimal(wanted)}


def _xbox_decimal(hexadecimal: str) -> str:
    """Ballchasing writes an Xbox id as the hexadecimal of its little-endian bytes."""
    try:
        return str(int.from_bytes(bytes.fromhex(hexadecimal), "little"))
    except ValueError:
        return hexadecimal


def _only(players: list[Player], narrowings: Iterable[Callable[[Player], bool]]) -> Player | None:
    for narrowing in narrowings:
        if len(players) == 1:
            break
        players = [player for player in players if narrowing(player)] or players
    return players[0] if len(players) == 1 else None
