"""The command itself: what it loads, and how it ends."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

import rlcoach
from rlcoach.cli.main import COMMANDS, main
from rlcoach.cli.settings import decoder_choice
from rlcoach.replay.container import checksum

HEAVY = ("numpy", "pydantic", "rich", "pyarrow", "subtr_actor", "asyncio", "json")


def text(value: str) -> bytes:
    return struct.pack("<i", len(value) + 1) + value.encode() + b"\x00"


def section(data: bytes) -> bytes:
    return struct.pack("<iI", len(data), checksum(data)) + data


@pytest.fixture
def replay(tmp_path: Path) -> Path:
    """A file that is nothing but a header with one hostile name, and a body of zeros."""
    name = text("PlayerName") + text("StrProperty") + bytes(8) + text("\x1b[31mAnna")
    header = struct.pack("<iii", 868, 32, 10) + text("TAGame.Replay_Soccar_TA") + name
    path = tmp_path / "a.replay"
    path.write_bytes(section(header + text("None")) + section(bytes(100)))
    return path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rlcoach", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


class TestLazyLoading:
    def test_the_package_alone_loads_nothing_heavy(self) -> None:
        self.check_modules("import rlcoach")

    @pytest.mark.parametrize("decoder", ["auto", "python"])
    def test_inspect_loads_nothing_heavy(self, replay: Path, decoder: str) -> None:
        arguments = ["inspect", "--decoder", decoder, str(replay)]
        self.check_modules(f"from rlcoach.cli.main import main; main({arguments!r})")

    def test_a_sandbox_loads_no_engine_into_its_parent(self) -> None:
        self.check_modules("import rlcoach.engine.sandbox", heavy=("numpy", "pydantic"))

    @staticmethod
    def check_modules(code: str, heavy: tuple[str, ...] = HEAVY) -> None:
        program = f"{code}\nimport sys\nprint(*sorted(sys.modules), file=sys.stderr)"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        assert not set(done.stderr.split()) & set(heavy)

    def test_every_public_name(self) -> None:
        assert callable(rlcoach.analyze)
        assert all(hasattr(rlcoach, name) for name in rlcoach.__all__)
        assert set(rlcoach.__all__) <= set(dir(rlcoach))
        with pytest.raises(AttributeError):
            rlcoach.nothing  # noqa: B018


class TestInspect:
    def test_says_who_and_that_the_checksums_are_right(self, replay: Path) -> None:
        done = run("inspect", replay)
        assert done.returncode == 0
        assert "both right" in done.stdout
        assert "Anna" in done.stdout
        assert "\x1b" not in done.stdout

    def test_a_wrong_body_checksum(self, replay: Path) -> None:
        data = bytearray(replay.read_bytes())
        data[-1] ^= 1
        replay.write_bytes(data)
        done = run("inspect", "--json", replay)
        assert done.returncode == 1
        assert "checksum of the network data is wrong" in done.stdout

    def test_a_wrong_header_checksum(self, replay: Path) -> None:
        data = bytearray(replay.read_bytes())
        data[60] ^= 1
        replay.write_bytes(data)
        done = run("inspect", replay)
        assert done.returncode == 1
        assert "checksum" in done.stderr

    @pytest.mark.parametrize("content", [b"", b"RIFF" * 100])
    def test_no_replay(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.replay"
        path.write_bytes(content)
        done = run("inspect", path)
        assert done.returncode == 1
        assert done.stderr.startswith("rlcoach: The file ")
        assert "Traceback" not in done.stderr

    def test_no_such_file(self) -> None:
        assert run("inspect", "none.replay").returncode == 1


class TestMain:
    def test_version_and_help(self) -> None:
        assert run("--version").stdout.startswith("rlcoach ")
        shown = run("--help").stdout
        assert all(command in shown for command in COMMANDS)

    def test_no_command_is_a_usage_error(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        assert "analyze" in capsys.readouterr().out

    def test_an_unknown_command(self) -> None:
        assert run("analyse").returncode == 2

    def test_a_reader_that_leaves_is_no_error(self, replay: Path) -> None:
        done = subprocess.run(
            f"'{sys.executable}' -m rlcoach inspect --json '{replay}' | true",
            shell=True,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr


class TestDecoderChoice:
    @pytest.mark.parametrize(
        ("flag", "variable", "expected"),
        [
            (None, None, "auto"),
            (None, "", "auto"),
            (None, "Python ", "python"),
            ("native", "python", "native"),
        ],
    )
    def test_the_flag_then_the_variable(
        self, flag: str | None, variable: str | None, expected: str
    ) -> None:
        environment = {} if variable is None else {"RLCOACH_DECODER": variable}
        assert decoder_choice(flag, environment) == expected
