"""`rlcoach doctor`: what this installation can do, and what to do where it cannot."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from rlcoach.cli.check import INSTALL, Check
from rlcoach.cli.errors import UsageError
from rlcoach.cli.settings import DECODER_VARIABLE, decoder_choice
from rlcoach.core.settings import read_variables
from rlcoach.engine.sandbox import Sandbox, SandboxFailure, SandboxUnavailable
from rlcoach.replay.decode import native_available, resolve_decoder
from rlcoach.replay.errors import DecoderUnavailable
from rlcoach.report.text import terminal

_OLDEST_PYTHON = (3, 11)
_LEAST_MEMORY_MB = 600
_LEAST_DISK_MB = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = "Exit status: 0 all is well, 1 there is a fault."


def run(_: argparse.Namespace) -> int:
    """Prints all checks; 1 where one is a fault."""
    faults = 0
    for check in checks():
        mark = "ok  " if check.fix is None else "FAIL"
        print(terminal(f"{mark} {check.name:14} {check.found}"))
        if check.fix is not None:
            faults += 1
            print(terminal(f"     {'':14} fix: {check.fix}"))
    return 1 if faults else 0


def checks() -> Iterator[Check]:
    """Looks at everything an analysis needs, cheapest first, and then at what `up` needs."""
    yield _python()
    yield Check("platform", f"{platform.platform()}, {platform.machine()}")
    yield from map(_package, ("numpy", "pydantic", "subtr-actor-py", "rich", "pyarrow"))
    yield _native()
    yield _decoder()
    yield _memory()
    yield _disk()
    yield _sandbox()
    yield from _host()


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info < _OLDEST_PYTHON:
        return Check("python", found, "use Python 3.11 or newer")
    return Check("python", found)


def _package(distribution: str) -> Check:
    try:
        return Check(distribution, metadata.version(distribution))
    except metadata.PackageNotFoundError:
        return Check(distribution, "not installed", INSTALL)


def _native() -> Check:
    """The compiled decoder is optional, so its absence is no fault; a debug build is."""
    if not native_available():
        return Check("native decoder", "not installed; the Python one reads the same, slower")
    module = importlib.import_module("rlcoach_native")
    profile = str(module.BUILD_PROFILE)
    found = f"{module.__version__}, boxcars {module.BOXCARS_VERSION}, {profile} build"
    if profile != "release":
        return Check("native decoder", found, "run `make setup`: this build is many times slower")
    return Check("native decoder", found)


def _decoder() -> Check:
    variable = os.environ.get(DECODER_VARIABLE)
    asked = f"{DECODER_VARIABLE}={variable}" if variable else f"{DECODER_VARIABLE} not set"
    try:
        return Check("decoder", f"{resolve_decoder(decoder_choice(None, os.environ))} ({asked})")
    except (UsageError, DecoderUnavailable) as error:
        return Check("decoder", asked, str(error))


def _memory() -> Check:
    available = _available_memory_mb()
    found = f"{os.cpu_count() or 1} CPUs"
    if available is None:
        return Check("machine", found)
    found = f"{found}, {available} MB of memory free"
    if available < _LEAST_MEMORY_MB:
        return Check("machine", found, f"free memory: an analysis may take {_LEAST_MEMORY_MB} MB")
    return Check("machine", found)


def _available_memory_mb() -> int | None:
    """Memory that programs can still get; None where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) // 1024
    except OSError:
        return None
    return None


def _disk() -> Check:
    folder = Path.cwd()
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(bytes(1024))
    except OSError as error:
        fix = f"reports cannot be written here: use another folder ({error.strerror})"
        return Check("disk", str(folder), fix)
    free = shutil.disk_usage(folder).free // 1_000_000
    found = f"{folder} is writable, {free} MB free"
    return Check("disk", found, "free some space" if free < _LEAST_DISK_MB else None)


def _sandbox() -> Check:
    """Runs something that is no replay in a real child: it must come back as a failure."""
    try:
        with Sandbox(decoder=decoder_choice(None, os.environ)) as sandbox:
            result = sandbox.analyze(b"this is no replay")
    except (UsageError, DecoderUnavailable):
        return Check("sandbox", "not tried: no decoder", "see the decoder above")
    except SandboxUnavailable as error:
        return Check("sandbox", str(error), INSTALL)
    if isinstance(result, SandboxFailure) and result.error == "NotAReplay":
        return Check("sandbox", "refuses what is no replay")
    found = result.message if isinstance(result, SandboxFailure) else "accepts what is no replay"
    return Check("sandbox", found, "report this, with the output of `rlcoach doctor`")


def _host() -> Iterator[Check]:
    if sys.platform == "win32":
        yield Check("server", "replays can be analysed on Windows, `rlcoach up` cannot run")
        return
    from rlcoach.cli.host_checks import host_checks  # noqa: PLC0415  Windows lacks what it needs

    yield from host_checks(read_variables())
