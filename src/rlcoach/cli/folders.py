"""Where the game keeps its replays, by platform, launcher and store."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
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
_SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_LIBRARY_PATH = re.compile(r'"path"\s+"([^"]+)"')


def game_folders() -> list[Path]:
    """Every folder in which the game may keep replays of this user on this machine."""
    return replay_folders(sys.platform, os.environ, Path.home(), documents=windows_documents())


def replay_folders(
    platform: str, environment: Mapping[str, str], home: Path, *, documents: Path | None = None
) -> list[Path]:
    """Every folder in which the game may keep replays, most likely first, none twice.

    Args:
        platform: As `sys.platform` says it.
        environment: Variables of the user's session.
        home: The user's home folder.
        documents: From `windows_documents`.
    """
    if platform == "win32":
        found = _windows(environment, home, documents)
    elif platform == "darwin":
        found = _mac(home)
    else:
        found = _linux(environment, home)
    return without_repeats(found)  # Launchers link their folders to each other.


def windows_documents() -> Path | None:
    """Where this user of Windows has documents, as far as Windows says so.

    They may be on another drive, and OneDrive calls their folder what the language calls it.
    """
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - there is none elsewhere

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _SHELL_FOLDERS) as key:
            folder, _ = winreg.QueryValueEx(key, "Personal")
            return Path(winreg.ExpandEnvironmentStrings(folder))
    return None


def _windows(environment: Mapping[str, str], home: Path, documents: Path | None) -> Iterator[Path]:
    profile = Path(environment.get("USERPROFILE") or home)
    clouds = [
        Path(environment[name])
        for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
        if environment.get(name)
    ]
    usual = [base / "Documents" for base in (profile, *clouds, profile / "OneDrive")]
    for base in usual if documents is None else [documents, *usual]:
        for demos in _DEMOS:
            yield base / _GAME / demos


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
