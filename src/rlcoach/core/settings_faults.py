"""Faulty settings, all of them at once: which variable, what is wrong, and the fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MIN_SECRET_BYTES = 32
_MIN_DIFFERENT_CHARACTERS = 10
_PLACEHOLDERS = (
    "<",
    "change",
    "default",
    "example",
    "password",
    "placeholder",
    "random-32",
    "replace",
    "secret",
)
NEW_SECRET = "set it to what `openssl rand -base64 48` prints"  # noqa: S105  # pragma: allowlist secret - a sentence


@dataclass(frozen=True)
class SettingsFault:
    """One variable that cannot stay as it is. The texts never hold its value."""

    variable: str
    problem: str
    fix: str

    def sentence(self) -> str:
        """One line for whoever starts the program."""
        return f"{self.variable} {self.problem}: {self.fix}"


class SettingsInvalid(Exception):
    """The program cannot start like this; the message names every fault and its fix."""

    def __init__(self, faults: Sequence[SettingsFault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = "1 setting is wrong" if count == 1 else f"{count} settings are wrong"
        super().__init__(
            "\n".join([f"{head}:", *(f"  {fault.sentence()}" for fault in self.faults)])
        )


def weakness(secret: str) -> str | None:
    """Why a secret would not keep anybody out; None where it does."""
    size = len(secret.encode())
    if size < _MIN_SECRET_BYTES:
        return f"has {size} bytes, at least {_MIN_SECRET_BYTES} are needed"
    if any(word in secret.lower() for word in _PLACEHOLDERS):
        return "looks like the placeholder of an example"
    if len(set(secret)) < _MIN_DIFFERENT_CHARACTERS:
        return "repeats a few characters"
    return None
