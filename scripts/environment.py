"""Builds `.venv` from the lock file, with the native decoder where Rust is at hand.

A stamp inside `.venv` remembers what it was built from, so that nothing is done when nothing
changed and a failed native build is not tried again before its sources or cargo change.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from scripts import ROOT
from scripts.toolchain import TOOLS, SetupError, find_cargo, find_uv, install_uv, output_of

CRATE = ROOT / "crates" / "replay-decoder"
VENV = ROOT / ".venv"
STAMP = VENV / "rlcoach-setup.json"
# Compiled beforehand: else each start of the product spends seconds on it where Python may not keep
# what it has compiled (PYTHONDONTWRITEBYTECODE, folders of another user).
SYNC = ("sync", "--frozen", "--compile-bytecode", "--extra", "server")
NATIVE_LOG = TOOLS / "native-build.log"


class Native(StrEnum):
    """How the native decoder came out of the last setup."""

    BUILT = "built"
    FAILED = "failed"
    NO_CARGO = "no cargo"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Stamp:
    """What the environment was built from and what came of it."""

    python_inputs: str
    native_inputs: str
    native: Native


def fingerprint(paths: Iterable[Path], *facts: str) -> str:
    """One hash over the names and contents of files, and over facts that count like them."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes() if path.is_file() else b"absent"
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    digest.update("\0".join(facts).encode())
    return digest.hexdigest()


def crate_files(crate: Path) -> list[Path]:
    """Everything a build of the crate reads, the workspace files two levels above it included."""
    sources = [path for path in crate.rglob("*") if path.suffix in {".rs", ".toml", ".pyi"}]
    workspace = crate.parent.parent
    own = [path for path in sources if "target" not in path.relative_to(crate).parts]
    return [*own, workspace / "Cargo.toml", workspace / "Cargo.lock"]


def read_stamp(path: Path) -> Stamp | None:
    """The stamp of the last setup; None when there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(data["python_inputs"], data["native_inputs"], Native(data["native"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def native_plan(before: Stamp | None, native_inputs: str, *, cargo: str | None) -> Native | None:
    """The outcome that is already known without building, None when a build has to decide."""
    if os.environ.get("RLCOACH_SKIP_NATIVE") == "1":
        return Native.SKIPPED
    if cargo is None:
        return Native.NO_CARGO
    if before and before.native is Native.FAILED and before.native_inputs == native_inputs:
        return Native.FAILED
    return None


def setup(*, retry_native: bool = False) -> str:
    """Bring the environment up to date and return the path of uv.

    `retry_native` forgets an earlier failure of the native build.

    Raises:
        SetupError: When uv or the Python packages cannot be installed.
    """
    uv = find_uv() or install_uv()
    cargo = find_cargo()
    before = read_stamp(STAMP)
    if retry_native and before and before.native is Native.FAILED:
        before = None
    python_inputs = fingerprint([ROOT / "pyproject.toml", ROOT / "uv.lock"])
    cargo_version = output_of(cargo, "--version") if cargo else None
    native_inputs = fingerprint(crate_files(CRATE), cargo_version or "")
    plan = native_plan(before, native_inputs, cargo=cargo)
    now = Stamp(python_inputs, native_inputs, plan or Native.BUILT)
    if before == now and (now.native is not Native.BUILT or native_is_installed()):
        return uv
    native = _synchronise(uv, plan)
    _compile_source()
    STAMP.write_text(json.dumps(asdict(Stamp(python_inputs, native_inputs, native))) + "\n")
    return uv


def native_is_installed() -> bool:
    """Whether the native module is still there; a `uv sync` by hand removes it."""
    folders = (*VENV.glob("lib/python3*/site-packages"), VENV / "Lib" / "site-packages")
    return any((folder / "rlcoach_native").is_dir() for folder in folders)


def _synchronise(uv: str, plan: Native | None) -> Native:
    """Install the packages, then the native decoder unless its outcome is known."""
    print("setting up .venv from uv.lock")
    _sync_python(uv, *(["--inexact"] if plan is None else []))
    native = plan or _build_native(uv)
    if native is Native.FAILED and plan is None:
        _sync_python(uv)  # an older build that is still there must not be used
    reasons = {
        Native.NO_CARGO: "cargo (Rust) not found",
        Native.FAILED: f"build failed: {NATIVE_LOG.relative_to(ROOT)}; `make setup` tries again",
        Native.SKIPPED: "RLCOACH_SKIP_NATIVE=1",
    }
    if native in reasons:
        print(f"native decoder left out ({reasons[native]}): the Python decoder will be used")
    return native


def _sync_python(uv: str, *options: str) -> None:
    command = [uv, *SYNC, "--quiet", *options]
    if not VENV.exists():
        command += ["--python", sys.executable]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise SetupError("The Python packages could not be installed; the lines above say why.")


def _compile_source() -> None:
    """Write bytecode beforehand: `rlcoach inspect` would spend half its time compiling."""
    for python in (*VENV.glob("bin/python"), *VENV.glob("Scripts/python.exe")):
        subprocess.run([python, "-m", "compileall", "-q", ROOT / "src"], check=False)


def _build_native(uv: str) -> Native:
    """Build and install the native decoder; its output goes to a log file."""
    print("building the native decoder (about a minute the first time)")
    started = time.monotonic()
    TOOLS.mkdir(exist_ok=True)
    environment = {"CARGO_NET_RETRY": "1", **os.environ}  # offline, fail soon
    with NATIVE_LOG.open("w", encoding="utf-8") as log:
        command = [uv, *SYNC, "--group", "native"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=False
        )
    if done.returncode != 0:
        return Native.FAILED
    print(f"native decoder built in {time.monotonic() - started:.0f} s")
    return Native.BUILT
