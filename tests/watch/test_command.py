"""`rlcoach watch` as a player calls it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rlcoach.cli.main import main
from rlcoach.watch.status import read_status
from scripts import ROOT
from tests.watch.games import TOKEN, game, save, sha256
from tests.watch.upload_server import UploadServer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A player without settings."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("RLCOACH_TOKEN", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    return home


def put_token(home: Path, mode: int = 0o600) -> Path:
    path = home / ".config" / "rlcoach" / "token"
    path.parent.mkdir(parents=True)
    path.write_text(f"{TOKEN}\n")
    path.chmod(mode)
    return path


class TestOnce:
    def test_sends_and_says_so(
        self, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        save(demos, 1)
        call = ["watch", str(demos), "--server", server.url, "--token", TOKEN, "--once"]
        assert main(call) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines == [
            f"watching {demos}",
            f"sending to {server.url}",
            "there already, and sent too, newest first: 1 (--no-backfill leaves such games out)",
            "sent: 0001.replay",
            "0 waiting · 1 sent · 0 already there · 0 rejected",
        ]

    def test_speaks_of_old_games_at_the_first_start_only(
        self, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call = ["watch", str(demos), "--server", server.url, "--token", TOKEN, "--once"]
        save(demos, 1)
        assert main([*call, "--no-backfill"]) == 0
        assert main(call) == 0
        assert "there already, and" not in capsys.readouterr().out

    def test_something_left_is_a_failure(
        self, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        save(demos, 1)
        server.mood, server.retry_after = "busy 429", "3600"
        call = ["watch", str(demos), "--server", server.url, "--token", TOKEN, "--once"]
        assert main(call) == 1
        assert "asks to wait until" in capsys.readouterr().out

    def test_finds_the_folders_of_the_game(self, home: Path, server: UploadServer) -> None:
        folder = home / ".local/share/Rocket League/TAGame/Demos"
        if sys.platform == "darwin":
            folder = home / "Library/Application Support/Rocket League/TAGame/Demos"
        folder.mkdir(parents=True)
        save(folder, 1)
        assert main(["watch", "--server", server.url, "--token", TOKEN, "--once"]) == 0
        assert list(server.stored) == [sha256(game(1))]

    def test_hostile_names_do_not_reach_the_terminal(
        self, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (demos / "\x1b[31mred.replay").write_bytes(game(1))
        main(["watch", str(demos), "--server", server.url, "--token", TOKEN, "--once"])
        assert main(["watch", "--status"]) == 1
        out = capsys.readouterr().out
        assert "red.replay" in out
        assert "\x1b" not in out


class TestToken:
    def test_from_the_environment(
        self, demos: Path, server: UploadServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(demos, 1)
        monkeypatch.setenv("RLCOACH_TOKEN", f" {TOKEN}\n")
        assert main(["watch", str(demos), "--server", server.url, "--once"]) == 0
        assert len(server.stored) == 1

    @pytest.mark.skipif(sys.platform != "linux", reason="the place is that of Linux")
    def test_from_the_default_file(self, home: Path, demos: Path, server: UploadServer) -> None:
        save(demos, 1)
        put_token(home)
        assert main(["watch", str(demos), "--server", server.url, "--once"]) == 0
        assert len(server.stored) == 1

    def test_from_a_named_file(self, home: Path, demos: Path, server: UploadServer) -> None:
        save(demos, 1)
        file = str(put_token(home))
        call = ["watch", str(demos), "--server", server.url, "--token-file", file, "--once"]
        assert main(call) == 0
        assert len(server.stored) == 1

    def test_a_file_others_can_read_is_refused(
        self, home: Path, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = str(put_token(home, 0o644))
        call = ["watch", str(demos), "--server", server.url, "--token-file", file, "--once"]
        assert main(call) == 2
        assert "chmod 600" in capsys.readouterr().err

    def test_none_at_all(
        self, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["watch", str(demos), "--server", server.url]) == 2
        assert "there is no token" in capsys.readouterr().err

    def test_one_the_server_does_not_take(
        self, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        save(demos, 1)
        assert main(["watch", str(demos), "--server", server.url, "--token", "rlc_hidden"]) == 2
        assert main(["watch", "--status"]) == 1
        shown = capsys.readouterr()
        assert "does not take the token" in shown.err
        assert "does not take the token" in shown.out
        assert "rlc_hidden" not in shown.out + shown.err


def test_a_drive_that_answers_with_an_error_is_waited_for(
    tmp_path: Path, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
) -> None:
    save(demos, 1)
    away = tmp_path / ("far away" * 100)
    call = ["watch", str(demos), str(away), "--server", server.url, "--token", TOKEN, "--once"]
    assert main(call) == 0
    assert main(["watch", "--status"]) == 1
    assert f"{away} (not there now)" in capsys.readouterr().out
    assert len(server.stored) == 1


class TestWrongCalls:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], "name the server"),
            (["--server", "http://example.org"], "unencrypted"),
            (["--server", "example.org"], "not the address"),
            (["--server", "https://example.org", "--token", "a b"], "no token"),
            (["--server", "https://example.org", "--once", "/nowhere"], "none of the folders"),
            (["--server", "https://example.org", __file__], "not a folder"),
        ],
    )
    def test_are_explained(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["watch", *arguments]) == 2
        assert words in capsys.readouterr().err

    def test_without_httpx(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delitem(sys.modules, "rlcoach.watch.address", raising=False)
        monkeypatch.setitem(sys.modules, "httpx", None)
        assert main(["watch", "--server", "https://example.org"]) == 2
        assert "rlcoach[watch]" in capsys.readouterr().err


class TestStatus:
    def test_before_the_first_start(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["watch", "--status"]) == 1
        assert main(["watch", "--status", "--server", "https://example.org"]) == 1
        assert capsys.readouterr().out == "no watcher has run here yet\n" * 2

    def test_of_a_named_state(
        self, tmp_path: Path, demos: Path, server: UploadServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        save(demos, 1)
        state = str(tmp_path / "mine.sqlite3")
        call = ["watch", str(demos), "--server", server.url, "--token", TOKEN, "--once"]
        assert main([*call, "--state", state]) == 0
        capsys.readouterr()
        assert main(["watch", "--status", "--state", state]) == 1
        out = capsys.readouterr().out
        assert "no watcher is running" in out
        assert "sent        1" in out
        assert TOKEN not in out

    def test_a_damaged_state(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        state = tmp_path / "mine.sqlite3"
        state.write_bytes(b"nothing of the kind " * 100)
        assert main(["watch", "--status", "--state", str(state)]) == 1
        assert "Move it away" in capsys.readouterr().err


@pytest.mark.timeout(120)
def test_a_running_watcher_from_first_game_to_interrupt(
    demos: Path, server: UploadServer, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the patience a player gets: a game is sent some three seconds after it is saved."""
    watcher = subprocess.Popen(
        [
            *(sys.executable, "-m", "rlcoach", "watch", str(demos), "--server", server.url),
            *("--state", str(state)),
        ],
        cwd=ROOT,
        env=os.environ
        | {"RLCOACH_TOKEN": TOKEN, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == f"watching {demos}\n"
    while not state.exists():
        time.sleep(0.05)
    save(demos, 1)
    saved = time.monotonic()
    while not server.stored:
        time.sleep(0.02)
        assert time.monotonic() - saved < 30
    assert watcher.stdout.readline() == f"sending to {server.url}\n"
    assert watcher.stdout.readline() == "the server takes the token\n"
    assert watcher.stdout.readline() == "sent: 0001.replay\n"
    assert main(["watch", "--status", "--state", str(state)]) == 0
    assert f"process {watcher.pid}" in capsys.readouterr().out
    watcher.send_signal(signal.SIGINT)
    assert watcher.wait(20) == 0
    assert watcher.stdout.read() == "0 waiting · 1 sent · 0 already there · 0 rejected\n"
    watcher.stdout.close()
    assert read_status(state).counts.sent == 1
