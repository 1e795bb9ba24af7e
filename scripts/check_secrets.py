"""Looks for keys and passwords in the repository with detect-secrets.

A false alarm is marked where it stands: `# pragma: allowlist secret`, with the reason.
"""

import subprocess
import sys

from scripts import ROOT
from scripts.tracked import tracked_files

# Hexadecimal strings here are hashes of replays and packages, not keys.
_OPTIONS = ("--no-verify", "--disable-plugin", "HexHighEntropyString")
_LOCK_FILES = {"uv.lock", "Cargo.lock"}


def main() -> int:
    """Print every finding; 1 when there is one."""
    files = [
        str(path.relative_to(ROOT)) for path in tracked_files() if path.name not in _LOCK_FILES
    ]
    return subprocess.run(
        ["detect-secrets-hook", *_OPTIONS, *files], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
