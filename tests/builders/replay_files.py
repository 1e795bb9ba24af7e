"""Small replay files whose header says something, for tests of what takes files in."""

from tests.builders.replay_bytes import (
    Body,
    array_prop,
    header,
    int_prop,
    prop,
    replay,
    str_prop,
    text,
)


def small_replay(
    number: int = 0, *, filler_bytes: int = 0, date: str = "2026-11-20 21-15-00"
) -> bytes:
    """A file with a good header and nothing to see in its frames; each number another one."""
    players = [
        str_prop("Name", name) + int_prop("Team", team) + int_prop("Goals", goals)
        for name, team, goals in (("Anna", 0, 2), ("Ben", 1, 1))
    ]
    properties = [
        int_prop("TeamSize", 1),
        int_prop("Team0Score", 2),
        int_prop("Team1Score", 1),
        array_prop("PlayerStats", players),
        str_prop("Id", f"{number:032X}"),
        str_prop("Date", date),
        prop("MapName", "NameProperty", text("Stadium_P")),
        prop("MatchType", "NameProperty", text("Online")),
    ]
    return replay(header(b"".join(properties)), Body()) + bytes(filler_bytes)
