"""`make check`: every step runs and prints one line; what a failed step said follows it."""

import os
import subprocess
import time
from dataclasses import dataclass

from scripts import ROOT
from scripts.environment import native_is_installed
from scripts.toolchain import VENV_PYTHON, find_cargo

STUBTEST_OPTIONS = "--allowlist scripts/stubtest_allowlist.txt --ignore-unused-allowlist"


@dataclass(frozen=True)
class Step:
    """A check: a program that exits with 0 when all is well."""

    name: str
    command: tuple[str, ...]


def python_steps(uv: str) -> list[Step]:
    """The checks that need Python alone."""

    def step(name: str, command: str) -> Step:
        return Step(name, (uv, "run", "--no-sync", *command.split()))

    steps = [
        step("format", "ruff format --check --quiet"),
        step("lint", "ruff check --quiet"),
        step("files", "python -m scripts.check_files"),
        step("types", "mypy"),
        step("imports", "lint-imports"),
        Step("uv.lock", (uv, "lock", "--check", "--quiet")),
        step("licences", "python -m scripts.check_licences"),
        step("secrets", "python -m scripts.check_secrets"),
        step("generated files", "python -m scripts.generated --check"),
    ]
    if native_is_installed():
        steps.append(step("native types", f"stubtest rlcoach_native {STUBTEST_OPTIONS}"))
    return steps


def rust_steps(cargo: str) -> list[Step]:
    """The checks of the crate; `clippy.toml` lets tests panic."""
    clippy = "clippy --locked --all-targets --quiet -- -D warnings"
    never_panic = "-D clippy::unwrap_used -D clippy::expect_used -D clippy::panic"
    return [
        Step("Rust format", (cargo, "fmt", "--all", "--check")),
        Step("Rust lint", (cargo, *clippy.split(), *never_panic.split())),
        Step("Cargo.lock", (cargo, "metadata", "--locked", "--format-version", "1")),
    ]


def run_step(step: Step) -> bool:
    """Run one check, print its line, and say whether it passed."""
    started = time.monotonic()
    environment = {**os.environ, "PYO3_PYTHON": str(VENV_PYTHON)}
    done = subprocess.run(
        step.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    passed = done.returncode == 0
    seconds = time.monotonic() - started
    print(f"{'ok  ' if passed else 'FAIL'} {step.name:<16} {seconds:5.1f} s", flush=True)
    if not passed:
        print((done.stdout + done.stderr).rstrip())
    return passed


def run_checks(uv: str) -> int:
    """Run all checks and return 1 when any failed."""
    steps = python_steps(uv)
    cargo = find_cargo()
    failed = []
    if cargo:
        steps += rust_steps(cargo)
    elif os.environ.get("CI"):
        failed.append("Rust (cargo not found)")
    else:
        print("skip Rust             cargo not found")
    failed += [step.name for step in steps if not run_step(step)]
    if failed:
        print(f"failed: {', '.join(failed)}")
        return 1
    print("all checks passed")
    return 0
