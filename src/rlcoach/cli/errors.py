"""What a command line may get wrong."""

from __future__ import annotations


class UsageError(Exception):
    """The call itself is wrong: shown after the program's name, exit status 2."""
