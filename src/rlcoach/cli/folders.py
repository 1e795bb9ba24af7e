"""Where the game keeps its replays, by platform, launcher and store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from rlcoach.cli.paths import without_repeats

_GAME = Path("My Games", "Rocket League", "TAGame")
_DEMOS = ("Demos", "DemosEpic")
_STEAM_APP = "252950"
_STEAM_HOMES = (
    Path(".steam", "steam"),
    Path(".steam", "root"),
    Path(".local", "share", "Steam"),
    Path(".var", "app", "com.valvesoftware.Steam", ".local", "share", "Steam"),
    Path("snap", "steam", "common", ".local", "share", "Steam"),
)
_WINE_PREFIXES = (
    Path("Games", "Heroic", "Prefixes", "default", "Rocket League"),
    Path("Games", "Heroic", "Prefixes", "Rocket League"),
    Path("Games", "rocket-league"),
    Path("Games", "epic-games-store"),
    Path(".wine"),
)
_LIBRARY_PATH = re.compile(r'"path"\s+"([^"]+)"')


def replay_folders(platform: str, environment: Mapping[str, str], home: Path) -> list[Path]:
    """Every folder in which the game may keep replays, most likely first, none twice.

    Args:
        platform: As `sys.platform` says it.
        environment: Variables of the user's session.
        home: The user's home folder.
    """
    if platform == "win32":
        found = _windows(environment, home)
    elif platform == "darwin":
        found = _mac(home)
    else:
        found = _linux(environment, home)
    return without_repeats(found)  # Launchers link their folders to each other.


def _windows(environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    profile = Path(environment.get("USERPROFILE") or home)
    clouds = [
        Path(environment[name])
        for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
        if environment.get(name)
    ]
    for base in (profile, *clouds, profile / "OneDrive"):
        for demos in _DEMOS:
            yield base / "Documents" / _GAME / demos


def _mac(home: Path) -> Iterator[Path]:
    support = home / "Library" / "Application Support"
    for demos in _DEMOS:
        yield support / "Rocket League" / "TAGame" / demos
    prefix = support / "Steam" / "steamapps" / "compatdata" / _STEAM_APP / "pfx"
    yield from _in_prefix(prefix, ("steamuser",))


def _linux(environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    for demos in _DEMOS:
        yield data / "Rocket League" / "TAGame" / demos
    for steam in (home / relative for relative in _STEAM_HOMES):
        for library in (steam, *_other_libraries(steam)):
            prefix = library / "steamapps" / "compatdata" / _STEAM_APP / "pfx"
            yield from _in_prefix(prefix, ("steamuser",))
    users = ("steamuser", environment.get("USER") or home.name)
    for prefix in (home / relative for relative in _WINE_PREFIXES):
        yield from _in_prefix(prefix, users)
        yield from _in_prefix(prefix / "pfx", users)


def _in_prefix(prefix: Path, users: tuple[str, ...]) -> Iterator[Path]:
    for user in dict.fromkeys(users):
        for documents in ("My Documents", "Documents"):
            for demos in _DEMOS:
                yield prefix / "drive_c" / "users" / user / documents / _GAME / demos


def _other_libraries(steam: Path) -> list[Path]:
    """Steam libraries on other disks, as Steam lists them."""
    try:
        listing = (steam / "steamapps" / "libraryfolders.vdf").read_text(errors="replace")
    except OSError:
        return []
    return [Path(match.replace("\\\\", "\\")) for match in _LIBRARY_PATH.findall(listing)]
