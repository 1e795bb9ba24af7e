"""What the host itself has to know of the settings, and what children are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rlcoach.core.settings import load_settings
from rlcoach.core.settings_checks import value_of
from rlcoach.host.data_dir import DATA_DIR_VARIABLE, default_data_dir

DATABASE_VARIABLE = "DATABASE_URL"
REDIS_VARIABLE = "REDIS_URL"
API_VARIABLE = "RLCOACH_API_URL"
TOKEN_SECRET_VARIABLE = "RLCOACH_TOKEN_SECRET"  # noqa: S105  a name # pragma: allowlist secret
WORKERS_VARIABLE = "RLCOACH_WORKERS"


@dataclass(frozen=True)
class HostEnvironment:
    """What the host has been told; None where it has to provide the thing itself."""

    data_dir: Path
    database_url: str | None
    redis_url: str | None
    token_secret: str | None
    workers: int
    features_off: tuple[str, ...]
    """Names of what has no keys."""

    @property
    def needs_servers(self) -> bool:
        """Whether PostgreSQL or Redis is to be started."""
        return self.database_url is None or self.redis_url is None


def read_environment(variables: Mapping[str, str]) -> HostEnvironment:
    """Checks all settings, those of the children included, and keeps what the host needs.

    Raises:
        SettingsInvalid: nothing can be started like this. In production that is so wherever
            something would have to be made up.
    """
    settings = load_settings(variables)
    return HostEnvironment(
        data_dir=default_data_dir(variables),
        database_url=value_of(settings, "database_url"),
        redis_url=value_of(settings, "redis_url"),
        token_secret=value_of(settings, "token_secret"),
        workers=settings.workers,
        features_off=tuple(feature.name for feature in settings.features_off()),
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
