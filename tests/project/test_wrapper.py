"""The wrapper behind `make`: Python version, uv, stamps, arguments."""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rlcoach.cli import up
from scripts import ROOT, commands, environment, toolchain
from scripts.environment import Native, Stamp
from scripts.project import version_problem


class TestVersionProblem:
    def test_accepts_the_oldest_supported_python(self) -> None:
        assert version_problem((3, 11, 0)) == ""

    def test_names_the_python_found_and_the_way_out(self) -> None:
        problem = version_problem((3, 9, 18))
        assert "Python 3.9" in problem
        assert "make setup PYTHON=" in problem

    def test_agrees_with_the_package(self) -> None:
        assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()


class TestUvVersion:
    @pytest.mark.parametrize("output", ["uv 0.13.9", "uv 0.13.12 (abc 2026-10-01)"])
    def test_accepts_the_pinned_version_and_its_patches(self, output: str) -> None:
        assert toolchain.uv_version_fits(output)

    @pytest.mark.parametrize("output", ["uv 0.13.8", "uv 0.14.0", "uv 1.13.9", "pip 26", ""])
    def test_refuses_others(self, output: str) -> None:
        assert not toolchain.uv_version_fits(output)

    def test_agrees_with_pyproject(self) -> None:
        pinned = ".".join(str(part) for part in toolchain.UV_VERSION)
        assert f'required-version = ">={pinned},<' in (ROOT / "pyproject.toml").read_text()


def fake_uv(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "uv"
    program.write_text(f"#!/bin/sh\necho 'uv {version}'\n")
    program.chmod(0o755)
    return program


class TestFindUv:
    @pytest.fixture(autouse=True)
    def _empty_tools(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(toolchain, "_VENV", tmp_path / "tools" / "uv")
        monkeypatch.setattr(toolchain, "_TARGET", tmp_path / "tools" / "uv-target")
        monkeypatch.setenv("PATH", str(tmp_path / "path"))

    def test_finds_none(self) -> None:
        assert toolchain.find_uv() is None

    def test_prefers_a_fitting_one_on_path(self, tmp_path: Path) -> None:
        fake_uv(tmp_path / "tools" / "uv" / "bin", "0.13.9")
        on_path = fake_uv(tmp_path / "path", "0.13.10")
        assert toolchain.find_uv() == str(on_path)

    def test_passes_over_an_old_one_on_path(self, tmp_path: Path) -> None:
        fake_uv(tmp_path / "path", "0.4.0")
        private = fake_uv(tmp_path / "tools" / "uv-target" / "bin", "0.13.9")
        assert toolchain.find_uv() == str(private)

    def test_says_what_to_install_when_python_has_neither_venv_nor_pip(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(toolchain, "_first_problem", lambda _: "No module named pip")
        with pytest.raises(toolchain.SetupError, match="apt-get install python3-venv"):
            toolchain.install_uv()


class TestFingerprint:
    def test_depends_on_content_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "lib.rs"
        file.write_text("fn a() {}")
        before = environment.fingerprint([file])
        file.write_text("fn a() {}")
        assert environment.fingerprint([file]) == before
        file.write_text("fn b() {}")
        assert environment.fingerprint([file]) != before

    def test_depends_on_facts(self) -> None:
        assert environment.fingerprint([], "cargo 1") != environment.fingerprint([], "cargo 2")

    def test_crate_files_leave_out_what_cargo_builds(self, tmp_path: Path) -> None:
        crate = tmp_path / "crates" / "decoder"
        for name in ("src/lib.rs", "Cargo.toml", "target/debug/build.rs", "notes.md"):
            (crate / name).parent.mkdir(parents=True, exist_ok=True)
            (crate / name).touch()
        names = {str(path.relative_to(tmp_path)) for path in environment.crate_files(crate)}
        inside = {"crates/decoder/src/lib.rs", "crates/decoder/Cargo.toml"}
        assert names == inside | {"Cargo.toml", "Cargo.lock"}


class TestNativePlan:
    @pytest.fixture(autouse=True)
    def _not_skipped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("RLCOACH_SKIP_NATIVE", raising=False)

    def test_builds_when_nothing_is_known(self) -> None:
        assert environment.native_plan(None, "now", cargo="cargo") is None

    def test_builds_nothing_without_cargo(self) -> None:
        assert environment.native_plan(None, "now", cargo=None) is Native.NO_CARGO

    def test_does_not_repeat_a_failure(self) -> None:
        before = Stamp("python", "now", Native.FAILED)
        assert environment.native_plan(before, "now", cargo="cargo") is Native.FAILED

    def test_tries_again_when_the_sources_changed(self) -> None:
        before = Stamp("python", "then", Native.FAILED)
        assert environment.native_plan(before, "now", cargo="cargo") is None

    def test_can_be_told_to_skip(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RLCOACH_SKIP_NATIVE", "1")
        assert environment.native_plan(None, "now", cargo="cargo") is Native.SKIPPED


class TestSetup:
    """Whole runs with a recorder in the place of uv."""

    @pytest.fixture
    def actions(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
        actions: list[str] = []
        monkeypatch.delenv("RLCOACH_SKIP_NATIVE", raising=False)
        monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
        monkeypatch.setattr(environment, "find_uv", lambda: "uv")
        monkeypatch.setattr(environment, "find_cargo", lambda: "cargo")
        monkeypatch.setattr(environment, "output_of", lambda *_: "cargo 1.95.0")
        monkeypatch.setattr(environment, "native_is_installed", lambda: True)
        monkeypatch.setattr(environment, "_sync_python", lambda *_: actions.append("sync"))
        self.builds_as(Native.BUILT, monkeypatch, actions)
        return actions

    def builds_as(
        self, outcome: Native, monkeypatch: pytest.MonkeyPatch, actions: list[str]
    ) -> None:
        def build(_: str) -> Native:
            actions.append("build")
            return outcome

        monkeypatch.setattr(environment, "_build_native", build)

    def test_does_nothing_the_second_time(self, actions: list[str]) -> None:
        environment.setup()
        environment.setup()
        assert actions == ["sync", "build"]

    def test_builds_again_when_a_sync_by_hand_dropped_the_module(
        self, actions: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        environment.setup()
        monkeypatch.setattr(environment, "native_is_installed", lambda: False)
        environment.setup()
        assert actions == ["sync", "build"] * 2

    def test_drops_an_older_module_when_the_build_fails(
        self, actions: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.builds_as(Native.FAILED, monkeypatch, actions)
        environment.setup()
        assert actions == ["sync", "build", "sync"]

    def test_retries_a_failed_build_only_when_asked(
        self, actions: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.builds_as(Native.FAILED, monkeypatch, actions)
        environment.setup()
        environment.setup()
        assert actions.count("build") == 1
        environment.setup(retry_native=True)
        assert actions.count("build") == 2

    def test_survives_a_damaged_stamp(self, actions: list[str]) -> None:
        environment.STAMP.write_text('{"native": "sideways"}')
        environment.setup()
        assert actions == ["sync", "build"]


class TestReplayArguments:
    def test_nothing_named(self) -> None:
        assert commands.replay_arguments("  ") == []

    def test_keeps_spaces_of_a_path_that_exists(self, tmp_path: Path) -> None:
        folder = tmp_path / "My Games"
        folder.mkdir()
        assert commands.replay_arguments(str(folder)) == [str(folder)]

    def test_splits_several_as_a_shell_does(self) -> None:
        assert commands.replay_arguments("a.replay 'b c.replay'") == ["a.replay", "b c.replay"]


_BECOME = """
import sys
from pathlib import Path
from scripts import commands
commands.VENV, commands.setup = Path(sys.argv[1]), lambda: "uv"
sys.exit(commands.run_command(["run"]))
"""


class TestRun:
    """`make run` becomes the product: here a program that says how it was called."""

    @pytest.fixture
    def venv(self, tmp_path: Path) -> Path:
        program = tmp_path / "venv" / "bin" / "rlcoach"
        program.parent.mkdir(parents=True)
        program.write_text('#!/bin/sh\nfor word in $$ "$@"; do echo "$word"; done\nexit 3\n')
        program.chmod(0o755)
        return tmp_path / "venv"

    def test_takes_the_place_of_make(self, venv: Path) -> None:
        """So that Ctrl-C reaches the product alone."""
        process, lines = become(venv)
        assert lines == [str(process.pid), "up"]
        assert process.returncode == 3

    @pytest.mark.parametrize("named", ["{home}/My Games", "~/My Games"])
    def test_replays_are_sent_in(self, venv: Path, tmp_path: Path, named: str) -> None:
        folder = tmp_path / "My Games"
        folder.mkdir()
        _, lines = become(venv, HOME=str(tmp_path), REPLAYS=named.format(home=tmp_path))
        _, command, *options = lines
        assert command == "up"
        parser = argparse.ArgumentParser()
        up.configure(parser)
        assert parser.parse_args(options).upload == [str(folder)]

    def test_says_where_there_is_no_product(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(commands, "VENV", tmp_path)
        monkeypatch.setattr(commands, "setup", lambda: "uv")
        assert commands.run_command(["run"]) == 1
        assert "on Linux, on macOS and in WSL only" in capsys.readouterr().err


def become(venv: Path, **variables: str) -> tuple[subprocess.Popen[str], list[str]]:
    """`make run` with these variables, and what its program has said."""
    process = subprocess.Popen(
        [sys.executable, "-c", _BECOME, str(venv)],
        cwd=ROOT,
        env={**os.environ, "REPLAYS": "", "ARGS": "", **variables},
        stdout=subprocess.PIPE,
        text=True,
    )
    out, _ = process.communicate()
    return process, out.splitlines()


class TestCommands:
    def test_make_has_every_target(self) -> None:
        line = re.search(r"^TARGETS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert line is not None
        targets = [name for name, command in commands.COMMANDS.items() if command.is_target]
        assert line.group(1).split() == targets

    def test_an_unknown_command_is_a_usage_error(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert commands.run_command(["fly"]) == 2
        assert "unknown command 'fly'" in capsys.readouterr().err
