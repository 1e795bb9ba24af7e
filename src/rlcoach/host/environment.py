"""The few variables that are needed before there are settings, and what children are told.

Everything else is read by the children themselves, through the settings of the application.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rlcoach.host.data_dir import DATA_DIR_VARIABLE, default_data_dir
from rlcoach.host.errors import SettingMissing, SettingUnusable

DATABASE_VARIABLE = "DATABASE_URL"
REDIS_VARIABLE = "REDIS_URL"
API_VARIABLE = "RLCOACH_API_URL"
TOKEN_SECRET_VARIABLE = "RLCOACH_TOKEN_SECRET"  # noqa: S105  a name # pragma: allowlist secret
WORKERS_VARIABLE = "RLCOACH_WORKERS"
_KIND_VARIABLE = "RLCOACH_ENV"
_NEVER_MADE_IN_PRODUCTION = (DATABASE_VARIABLE, REDIS_VARIABLE, TOKEN_SECRET_VARIABLE)


@dataclass(frozen=True)
class HostEnvironment:
    """What the host has been told; None where it has to provide the thing itself."""

    data_dir: Path
    database_url: str | None
    redis_url: str | None
    token_secret: str | None
    workers: int

    @property
    def needs_servers(self) -> bool:
        """Whether PostgreSQL or Redis is to be started."""
        return self.database_url is None or self.redis_url is None


def read_environment(environment: Mapping[str, str]) -> HostEnvironment:
    """Reads the variables of the host; empty ones count as not set.

    Raises:
        SettingMissing: in production, something would have to be made up.
        SettingUnusable: a value cannot be.
    """
    is_production = _value(environment, _KIND_VARIABLE) == "production"
    missing = [name for name in _NEVER_MADE_IN_PRODUCTION if _value(environment, name) is None]
    if is_production and missing:
        raise SettingMissing(
            f"{_KIND_VARIABLE}=production, and {', '.join(missing)} not set. In production rlcoach "
            f"starts no servers and makes no secrets of its own: set them."
        )
    return HostEnvironment(
        data_dir=default_data_dir(environment),
        database_url=_value(environment, DATABASE_VARIABLE),
        redis_url=_value(environment, REDIS_VARIABLE),
        token_secret=_value(environment, TOKEN_SECRET_VARIABLE),
        workers=_workers(_value(environment, WORKERS_VARIABLE)),
    )


def children_environment(
    inherited: Mapping[str, str],
    host: HostEnvironment,
    *,
    database_url: str,
    redis_url: str,
    api_url: str,
    token_secret: str,
) -> dict[str, str]:
    """The environment of the application's processes."""
    return {
        **inherited,
        DATABASE_VARIABLE: database_url,
        REDIS_VARIABLE: redis_url,
        DATA_DIR_VARIABLE: str(host.data_dir),
        API_VARIABLE: api_url,
        TOKEN_SECRET_VARIABLE: token_secret,
        WORKERS_VARIABLE: str(host.workers),
        "PYTHONUNBUFFERED": "1",
    }


def _value(environment: Mapping[str, str], name: str) -> str | None:
    return environment.get(name, "").strip() or None


def _workers(value: str | None) -> int:
    if value is None:
        return os.cpu_count() or 1
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SettingUnusable(
            f"{WORKERS_VARIABLE} is {value!r}; it is how many replays are analysed at once, at "
            f"least 1. Unset it for one per processor core."
        )
    return int(value)
