"""The commands behind `make`: each sets up what it needs, then runs one program.

Programs start through `uv run --no-sync`, as a sync would drop the native decoder.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from scripts import ROOT
from scripts.check import run_checks
from scripts.corpus import NOT_FOUND, find_corpus
from scripts.environment import STAMP, VENV, Native, read_stamp, setup
from scripts.toolchain import SetupError, find_cargo, output_of

USAGE_ERROR = 2
INTERRUPTED = 130


@dataclass(frozen=True)
class Command:
    """One word after `make`, or after `project.py`."""

    summary: str
    run: Callable[[list[str]], int]
    is_target: bool = True


def replay_arguments(value: str) -> list[str]:
    """The paths in REPLAYS: one path even with spaces in it, else several, quoted as in a shell."""
    if not value.strip():
        return []
    whole = Path(value.strip()).expanduser()
    return [str(whole)] if whole.exists() else shlex.split(value)


def in_environment(*command: str) -> int:
    """Bring the environment up to date, run a program in it, and return its exit code."""
    uv = setup()
    environment = {**os.environ, "UV_NO_SYNC": "1"}  # for a `uv run` further down
    sys.stdout.flush()
    return subprocess.call([uv, "run", "--no-sync", *command], cwd=ROOT, env=environment)


def show_help(_: list[str]) -> int:
    """List the make targets, then the commands that have none."""
    for is_target, title in (
        (True, "make <target>"),
        (False, "python3 scripts/project.py <command>"),
    ):
        print(f"{title}:")
        for name, command in COMMANDS.items():
            if command.is_target is is_target:
                print(f"  {name:<9} {command.summary}")
    return 0


def set_up(_: list[str]) -> int:
    """Say when everything is in place, and with which decoder."""
    setup(retry_native=True)
    stamp = read_stamp(STAMP)
    decoder = "native" if stamp and stamp.native is Native.BUILT else "Python"
    print(f"ready: {decoder} decoder")
    return 0


def run(extra: list[str]) -> NoReturn:
    """Start the whole product in the foreground; REPLAYS are sent in as the local player."""
    setup()
    paths = replay_arguments(os.environ.get("REPLAYS", ""))
    uploads = ["--upload", *paths] if paths else []
    sys.stdout.flush()
    # In place of this process: Ctrl-C is for the product, which takes its time to stop in order.
    program = VENV / "bin" / "rlcoach"
    if not program.exists():
        raise SetupError("The product runs on Linux, on macOS and in WSL only.")
    os.execv(program, [str(program), "up", *uploads, *extra])


def dev(_: list[str]) -> int:
    """Print the commands of daily work."""
    code = set_up([])
    print(
        "uv run --no-sync rlcoach --help           the program\n"
        "uv run --no-sync pytest -n 0 -k <word>    some tests, in one process\n"
        "python3 scripts/project.py format         format, and mend what lint can mend\n"
        "python3 scripts/project.py generate       write the generated files anew\n"
        "A plain `uv sync` removes the native decoder; the next make brings it back."
    )
    return code


def test(extra: list[str]) -> int:
    """Run the crate's tests where Rust is at hand, then the Python tests; all of them always run.

    What uses PostgreSQL runs once more on the oldest one promised, unless some tests are chosen.
    """
    setup()
    rust = _test_crate()
    python = in_environment("pytest", *extra)
    oldest = 0 if extra else _test_on_oldest_postgres()
    return rust or python or oldest


def _test_on_oldest_postgres() -> int:
    if any(VENV.glob("lib/python*/site-packages/pgserver")):
        return in_environment("pytest", "--oldest-postgres", "--durations=5")
    print("Tests on PostgreSQL 15 left out: its last wheel is of Python 3.11", flush=True)
    return 1 if os.environ.get("CI") else 0


def _test_crate() -> int:
    cargo = find_cargo()
    if cargo is None or os.environ.get("RLCOACH_SKIP_NATIVE") == "1":
        reason = "cargo not found" if cargo is None else "RLCOACH_SKIP_NATIVE=1"
    elif output_of(cargo, "fetch", "--locked", "--manifest-path", str(ROOT / "Cargo.toml")) is None:
        reason = "the crates it needs cannot be fetched"
    else:
        # Without default features nothing links against Python, whose library may be missing.
        command = [cargo, "test", "--locked", "--workspace", "--no-default-features", "--quiet"]
        return subprocess.call(command, cwd=ROOT)
    print(f"Rust tests left out: {reason}", flush=True)
    return 1 if os.environ.get("CI") else 0


def bench(extra: list[str]) -> int:
    """Measure speed on REPLAYS, or on the corpus."""
    paths = replay_arguments(os.environ.get("REPLAYS", ""))
    if not paths and (corpus := find_corpus()):
        paths = [str(corpus / "replays")]
    if not paths:
        print(f"{NOT_FOUND}, or name replays: make bench REPLAYS=<file or folder>", file=sys.stderr)
        return USAGE_ERROR
    return in_environment("python", "-m", "benchmarks.speed", *paths, *extra)


def format_code(_: list[str]) -> int:
    """Format Python and Rust, and apply the fixes lint is sure of."""
    codes = [
        in_environment("ruff", "check", "--fix", "--quiet"),
        in_environment("ruff", "format"),
    ]
    if cargo := find_cargo():
        codes.append(subprocess.call([cargo, "fmt", "--all"], cwd=ROOT))
    return max(codes)


def check(_: list[str]) -> int:
    """Run every check, also after one has failed."""
    return run_checks(setup())


COMMANDS = {
    "help": Command("list the commands", show_help),
    "setup": Command(
        "bring uv, the Python packages and, where cargo is found, the native decoder", set_up
    ),
    "run": Command("start the whole product; REPLAYS=<file or folder> sends replays in", run),
    "dev": Command("set up and show the commands of daily work", dev),
    "test": Command("all tests but the long proofs: Rust, then Python", test),
    "check": Command(
        "format, lint, types, imports, lock files, licences, secrets, generated files", check
    ),
    "prove": Command(
        "the long proofs: whole corpus, mutated files",
        lambda extra: in_environment("pytest", "-m", "prove", "--timeout", "3600", *extra),
    ),
    "bench": Command("measure speed on REPLAYS, or on the corpus", bench),
    "doctor": Command(
        "look for what is wrong with this installation and name the fix",
        lambda extra: in_environment("rlcoach", "doctor", *extra),
    ),
    "generate": Command(
        "write the generated files anew",
        lambda extra: in_environment("python", "-m", "scripts.generated", *extra),
        is_target=False,
    ),
    "format": Command("format the code and mend what lint can mend", format_code, is_target=False),
}


def run_command(arguments: list[str]) -> int:
    """Run the command named first; ARGS and what follows the name go to its program."""
    name, *extra = arguments or ["help"]
    if name not in COMMANDS:
        print(f"unknown command {name!r}; known: {', '.join(COMMANDS)}", file=sys.stderr)
        return USAGE_ERROR
    try:
        return COMMANDS[name].run([*shlex.split(os.environ.get("ARGS", "")), *extra])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
