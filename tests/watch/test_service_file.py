"""The unit for systemd: it is one, and starts what there is."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

from rlcoach.cli.watch import configure
from scripts import ROOT

UNIT = ROOT / "packaging" / "rlcoach-watch.service"


def read_unit() -> ConfigParser:
    unit = ConfigParser(interpolation=None, delimiters="=", comment_prefixes="#", strict=True)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(UNIT.read_text(encoding="utf-8"))
    return unit


def test_starts_the_watcher_with_options_it_has() -> None:
    program, command, *arguments = shlex.split(read_unit()["Service"]["ExecStart"])
    assert (program, command) == ("%h/.local/bin/rlcoach", "watch")
    parser = argparse.ArgumentParser(exit_on_error=False)
    configure(parser)
    options = parser.parse_args(arguments)
    assert options.server == "${RLCOACH_SERVER}"
    assert options.token is None  # Other users can see a command line.
    writable = read_unit()["Service"]["ReadWritePaths"]
    assert str(options.state).startswith(f"{writable}/")


def test_a_refused_token_is_not_tried_again() -> None:
    service = read_unit()["Service"]
    assert (service["Restart"], service["RestartPreventExitStatus"]) == ("on-failure", "2")


def test_an_evening_with_a_full_disk_does_not_end_it_for_good() -> None:
    unit = read_unit()
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"  # Else systemd gives up some day.
    assert unit["Service"]["RestartSec"] == "30s"


def test_systemd_takes_it(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:  # Not every machine has it; what it would say is then not known.
        assert set(read_unit().sections()) == {"Unit", "Service", "Install"}
        return
    program = tmp_path / ".local" / "bin" / "rlcoach"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    environment = {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [analyze, "--user", "verify", str(UNIT)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # It only warns of keys it does not know.
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
