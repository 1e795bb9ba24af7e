"""What ran and on what: decoder, build profile, processor, commit. No host names, no paths."""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def build_profile(decoder: str) -> str | None:
    """Cargo profile of the native module; None for the Python decoder."""
    if decoder != "native":
        return None
    return str(importlib.import_module("rlcoach_native").BUILD_PROFILE)


def machine() -> str:
    """Processor model, cores, system and Python version in one line."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{_processor()}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def load_average() -> float | None:
    """Load of the last minute; None where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def commit() -> str | None:
    """Short commit of the project, with `+` where tracked files differ from it."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        changes = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if changes else "")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
