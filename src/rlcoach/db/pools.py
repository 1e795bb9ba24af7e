"""How many connections to PostgreSQL each process takes.

All together must stay below `max_connections` of the server (100 by default): see
docs/runbooks/database.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PoolSize:
    """How many connections a process keeps, and how many it takes at most."""

    kept: int = 5
    at_most: int = 20


API_POOL = PoolSize()
WORKER_POOL = PoolSize(kept=1, at_most=2)
"""A worker process runs one job at a time."""
SITE_POOL = PoolSize(kept=0, at_most=10)
"""Of the site's sign-in library."""
_COMMANDS_AT_ONCE = 2
_KEPT_FOR_SUPERUSERS = 3
"""`superuser_reserved_connections`, unless the server is told otherwise."""


def connections_needed(workers: int) -> int:
    """What one API, its worker processes, a site and a few commands take at most."""
    processes = workers + _COMMANDS_AT_ONCE
    return API_POOL.at_most + SITE_POOL.at_most + processes * WORKER_POOL.at_most


def limit_needed(workers: int) -> int:
    """`max_connections` for that."""
    return connections_needed(workers) + _KEPT_FOR_SUPERUSERS
