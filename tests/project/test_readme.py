"""The README: what it shows can be pasted."""

import re
import subprocess

from scripts import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL_BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_a_shell_understands_every_command() -> None:
    assert len(SHELL_BLOCKS) > 3
    for block in SHELL_BLOCKS:
        done = subprocess.run(
            ["sh", "-n"], input=block, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{block}{done.stderr}"


def test_the_first_two_commands_run_and_test_all() -> None:
    assert SHELL_BLOCKS[0] == "make run\n"
    commands = [line for block in SHELL_BLOCKS for line in block.splitlines()]
    named = {command.split()[1] for command in commands if command.startswith("make ")}
    assert named == {"run", "test"}
