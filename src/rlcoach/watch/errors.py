"""What keeps a watcher from working; the message is a sentence for the player."""

from __future__ import annotations


class WatchError(Exception):
    """The watcher cannot start, or has to stop."""


class WatchCallInvalid(WatchError):
    """Starting it again the same way cannot help: address, token or options are wrong."""


class AddressInvalid(WatchCallInvalid):
    """The server's address cannot be used."""


class TokenInvalid(WatchCallInvalid):
    """There is no token, or it cannot be one."""


class TokenRefused(WatchCallInvalid):
    """The server knows no such token, or the token may not upload."""


class StateInUse(WatchError):
    """Another watcher works with this state file."""


class StateUnusable(WatchError):
    """The state file cannot be read or written, or belongs to another server."""
