"""Finds the tools the project stands on: uv, which it can bring itself, and cargo."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import ROOT

TOOLS = ROOT / ".tools"
UV_VERSION = (0, 13, 9)
"""Installed when none is found; later patch releases of the same minor version will do as well."""

_EXE = ".exe" if os.name == "nt" else ""
_BIN = "Scripts" if os.name == "nt" else "bin"
VENV_PYTHON = ROOT / ".venv" / _BIN / f"python{_EXE}"
_VENV = TOOLS / "uv"
_TARGET = TOOLS / "uv-target"
_INSTALL_HELP = """\
uv could not be installed into {tools}.
{reason}
One of these helps:
  - give Python its venv and pip modules, e.g. `apt-get install python3-venv python3-pip`
  - install uv {version} yourself: https://docs.astral.sh/uv/getting-started/installation/
  - offline? The first setup needs the Python package index once.
Then run `make setup` again."""


class SetupError(Exception):
    """The project cannot be set up; the message says what to do."""


def uv_version_fits(output: str) -> bool:
    """Whether `uv --version` printed a version the lock file was made for."""
    match = re.match(r"uv (\d+)\.(\d+)\.(\d+)", output)
    if match is None:
        return False
    version = tuple(int(part) for part in match.groups())
    return version[:2] == UV_VERSION[:2] and version >= UV_VERSION


def output_of(*command: str) -> str | None:
    """What a command prints; None when it is missing or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def find_uv() -> str | None:
    """A fitting uv on PATH or among the project's own tools."""
    candidates = (shutil.which("uv"), _VENV / _BIN / f"uv{_EXE}", _TARGET / _BIN / f"uv{_EXE}")
    for candidate in candidates:
        if candidate and uv_version_fits(output_of(str(candidate), "--version") or ""):
            return str(candidate)
    return None


def install_uv() -> str:
    """Install uv privately, in ways that also work where the system Python is externally managed.

    Raises:
        SetupError: When neither a virtual environment nor pip can be used.
    """
    version = ".".join(str(part) for part in UV_VERSION)
    print(f"uv {version} not found: installing it into .tools (nothing outside this folder)")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    venv_python = str(_VENV / _BIN / f"python{_EXE}")
    shutil.rmtree(_VENV, ignore_errors=True)
    shutil.rmtree(_TARGET, ignore_errors=True)
    attempts = (
        ([sys.executable, "-m", "venv", str(_VENV)], [venv_python, *pip, f"uv=={version}"]),
        ([sys.executable, *pip, "--target", str(_TARGET), f"uv=={version}"],),
    )
    reasons: list[str] = []
    for commands in attempts:
        problem = _first_problem(commands)
        if problem is None and (uv := find_uv()):
            return uv
        reasons.append(problem or "uv was installed but does not start")
    reason = "\n".join(f"  {reason}" for reason in reasons)
    raise SetupError(_INSTALL_HELP.format(tools=TOOLS, reason=reason, version=version))


def _first_problem(commands: tuple[list[str], ...]) -> str | None:
    """The last line of the first command that fails, None when all succeed."""
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            lines = (done.stdout + done.stderr).strip().splitlines() or ["no output"]
            return f"`{' '.join(command[1:4])}` failed: {lines[-1]}"
    return None


def find_cargo() -> str | None:
    """A cargo that starts, on PATH or where rustup puts it."""
    for candidate in (shutil.which("cargo"), Path.home() / ".cargo" / "bin" / f"cargo{_EXE}"):
        if candidate and output_of(str(candidate), "--version"):
            return str(candidate)
    return None
