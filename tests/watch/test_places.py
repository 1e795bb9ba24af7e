"""Where state and token are kept on each system."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlcoach.watch.places import state_file_name, state_folder, token_file

ME = Path("/me")


@pytest.mark.parametrize(
    ("platform", "environment", "folder", "token"),
    [
        ("linux", {}, ".local/state/rlcoach/watch", ".config/rlcoach/token"),
        (
            "linux",
            {"XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"},
            "/s/rlcoach/watch",
            "/c/rlcoach/token",
        ),
        ("win32", {}, "AppData/Local/rlcoach/watch", "AppData/Roaming/rlcoach/token"),
        ("win32", {"LOCALAPPDATA": "/l", "APPDATA": "/r"}, "/l/rlcoach/watch", "/r/rlcoach/token"),
        (
            "darwin",
            {},
            "Library/Application Support/rlcoach/watch",
            "Library/Application Support/rlcoach/token",
        ),
    ],
)
def test_places(platform: str, environment: dict[str, str], folder: str, token: str) -> None:
    assert state_folder(platform, environment, ME) == ME / folder
    assert token_file(platform, environment, ME) == ME / token


def test_each_server_has_a_file_of_its_own() -> None:
    assert state_file_name("https://example.org") == "example.org.sqlite3"
    assert state_file_name("http://[::1]:8000/coach") == "http_1_8000_coach.sqlite3"
