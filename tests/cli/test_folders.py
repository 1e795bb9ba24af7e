"""Where the game keeps its replays."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlcoach.cli.folders import replay_folders

TAIL = "My Games/Rocket League/TAGame"


def test_windows_with_documents_in_the_cloud(tmp_path: Path) -> None:
    cloud = tmp_path / "Cloud"
    environment = {"USERPROFILE": str(tmp_path / "me"), "OneDrive": str(cloud)}
    found = replay_folders("win32", environment, tmp_path)
    assert found[:2] == [
        tmp_path / "me/Documents" / TAIL / "Demos",
        tmp_path / "me/Documents" / TAIL / "DemosEpic",
    ]
    assert cloud / "Documents" / TAIL / "Demos" in found


def test_mac(tmp_path: Path) -> None:
    first = replay_folders("darwin", {}, tmp_path)[0]
    assert first == tmp_path / "Library/Application Support/Rocket League/TAGame/Demos"


@pytest.mark.parametrize(
    "folder",
    [
        f".steam/steam/steamapps/compatdata/252950/pfx/drive_c/users/steamuser/{documents}/{TAIL}"
        for documents in ("My Documents", "Documents")
    ]
    + [
        ".local/share/Rocket League/TAGame",
        f"Games/Heroic/Prefixes/default/Rocket League/pfx/drive_c/users/steamuser/Documents/{TAIL}",
        f"Games/rocket-league/drive_c/users/me/Documents/{TAIL}",
    ],
)
def test_linux(tmp_path: Path, folder: str) -> None:
    found = replay_folders("linux", {"USER": "me"}, tmp_path)
    assert tmp_path / folder / "Demos" in found


def test_linked_folders_are_one(tmp_path: Path) -> None:
    steam = tmp_path / ".local/share/Steam"
    steam.mkdir(parents=True)
    (tmp_path / ".steam").mkdir()
    (tmp_path / ".steam/steam").symlink_to(steam)
    found = replay_folders("linux", {}, tmp_path)
    assert len({folder.resolve() for folder in found}) == len(found)


def test_a_steam_library_on_another_disk(tmp_path: Path) -> None:
    listing = tmp_path / ".local/share/Steam/steamapps/libraryfolders.vdf"
    listing.parent.mkdir(parents=True)
    listing.write_text('"libraryfolders" { "1" { "path"  "/mnt/games" } }')
    found = replay_folders("linux", {}, tmp_path)
    assert any(folder.is_relative_to("/mnt/games/steamapps/compatdata/252950") for folder in found)
