"""Where the game keeps its replays."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rlcoach.cli.folders import replay_folders, windows_documents

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


def test_windows_with_documents_somewhere_else(tmp_path: Path) -> None:
    documents = tmp_path / "OneDrive" / "Dokumente"
    found = replay_folders("win32", {}, tmp_path, documents=documents)
    assert found[0] == documents / TAIL / "Demos"
    assert tmp_path / "Documents" / TAIL / "Demos" in found


class TestWindowsDocuments:
    @staticmethod
    def on_windows(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
        """Puts a registry with these values of its `User Shell Folders` in place."""

        def query(key: str, name: str) -> tuple[str, int]:
            if key.endswith("\\User Shell Folders") and name in values:
                return values[name], 2
            raise FileNotFoundError(name)

        registry = SimpleNamespace(
            HKEY_CURRENT_USER="HKCU",
            OpenKey=lambda root, path: contextlib.nullcontext(f"{root}\\{path}"),
            QueryValueEx=query,
            ExpandEnvironmentStrings=lambda text: text.replace("%USERPROFILE%", "/users/me"),
        )
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setitem(sys.modules, "winreg", registry)

    def test_are_where_the_registry_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on_windows(monkeypatch, {"Personal": "%USERPROFILE%/OneDrive/Dokumente"})
        assert windows_documents() == Path("/users/me/OneDrive/Dokumente")

    def test_may_be_unknown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on_windows(monkeypatch, {})
        assert windows_documents() is None

    @pytest.mark.skipif(sys.platform == "win32", reason="is about other systems")
    def test_are_not_asked_for_elsewhere(self) -> None:
        assert windows_documents() is None


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
