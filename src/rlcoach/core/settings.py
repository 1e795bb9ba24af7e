"""The settings: environment variables, read and checked once, at the start.

A program's edge makes them with `load_settings()` and hands them on. Whatever is wrong is told at
once, by variable and with the fix (`SettingsInvalid`). `.env.example` is written from here.
`read_variables` alone knows where variables come from.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Literal, Self

from dotenv.parser import parse_stream
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    model_validator,
)

from rlcoach.core.settings_checks import faults_of, missing, value_of, variables_of
from rlcoach.core.settings_faults import SettingsFault, SettingsInvalid
from rlcoach.core.settings_features import FEATURES, Feature

ENV_FILE = Path(".env")


class Environment(StrEnum):
    """Where the program runs. In production nothing falls back to a fake."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseModel):
    """Every variable the server reads. Secrets show as asterisks wherever they are printed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    environment: Environment = Field(
        Environment.DEVELOPMENT,
        validation_alias="RLCOACH_ENV",
        description="development, test or production. In production nothing falls back to a fake.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        validation_alias="RLCOACH_LOG_LEVEL",
        description="debug, info, warning or error.",
    )
    data_dir: Path | None = Field(
        None,
        validation_alias="RLCOACH_DATA_DIR",
        description="Folder of everything that is kept on this machine. `rlcoach up` chooses one.",
        examples=["/var/lib/rlcoach"],
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        validation_alias="RLCOACH_WORKERS",
        description="Replays analysed at the same time; as many as there are cores if unset.",
        examples=["4"],
    )

    database_url: SecretStr | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or later. `rlcoach up` brings one if unset.",
        examples=["postgresql://user:$PASSWORD@localhost:5432/rlcoach"],
    )
    redis_url: SecretStr | None = Field(
        None,
        validation_alias="REDIS_URL",
        description="The queue. `rlcoach up` brings one if unset.",
        examples=["redis://localhost:6379"],
    )

    storage_url: str | None = Field(
        None,
        validation_alias="RLCOACH_STORAGE_URL",
        description="Where replays and reports are kept: a folder, or a bucket that speaks S3. "
        "Below RLCOACH_DATA_DIR if unset, except in production.",
        examples=["file:///var/lib/rlcoach/objects", "s3://bucket/prefix"],
    )
    s3_endpoint_url: str | None = Field(
        None,
        validation_alias="RLCOACH_S3_ENDPOINT_URL",
        description="For s3:// storage that is not Amazon's.",
        examples=["https://s3.example.org"],
    )
    s3_region: str | None = Field(
        None, validation_alias="RLCOACH_S3_REGION", description="For s3:// storage."
    )
    s3_access_key_id: str | None = Field(
        None,
        validation_alias="RLCOACH_S3_ACCESS_KEY_ID",
        description="For s3:// storage; the machine's own role if unset.",
    )
    s3_secret_access_key: SecretStr | None = Field(
        None,
        validation_alias="RLCOACH_S3_SECRET_ACCESS_KEY",
        description="Belongs to RLCOACH_S3_ACCESS_KEY_ID.",
    )
    backblaze_key_id: str | None = Field(
        None,
        validation_alias="BACKBLAZE_KEY_ID",
        description="Cold storage for replay files older than 30 days; off if unset.",
    )
    backblaze_application_key: SecretStr | None = Field(
        None,
        validation_alias="BACKBLAZE_APPLICATION_KEY",
        description="Belongs to BACKBLAZE_KEY_ID.",
    )
    backblaze_bucket_name: str | None = Field(
        None, validation_alias="BACKBLAZE_BUCKET_NAME", description="A private bucket."
    )
    backblaze_endpoint_url: str | None = Field(
        None,
        validation_alias="BACKBLAZE_ENDPOINT_URL",
        description="The endpoint that Backblaze shows beside the bucket, with https:// before it. "
        "Any other S3 storage works as well.",
        examples=["https://s3.us-west-004.backblazeb2.com"],
    )

    public_url: str | None = Field(
        None,
        validation_alias=AliasChoices("BETTER_AUTH_URL", "NEXTAUTH_URL"),
        description="Where people reach the site. NEXTAUTH_URL is read as well.",
        examples=["https://rlcoach.gg"],
    )
    auth_secret: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("BETTER_AUTH_SECRET", "NEXTAUTH_SECRET"),
        description="Signs the site's cookies: at least 32 random bytes, from "
        "`openssl rand -base64 48`. NEXTAUTH_SECRET is read as well.",
    )
    token_secret: SecretStr | None = Field(
        None,
        validation_alias="RLCOACH_TOKEN_SECRET",
        description="Signs what the site hands the API: at least 32 random bytes, from "
        "`openssl rand -base64 48`, and not those of BETTER_AUTH_SECRET.",
    )
    api_url: str = Field(
        "http://127.0.0.1:8000",
        validation_alias="RLCOACH_API_URL",
        description="Where the site reaches the API; not reachable from outside.",
    )

    discord_client_id: str | None = Field(
        None, validation_alias="DISCORD_CLIENT_ID", description="Sign-in with Discord."
    )
    discord_client_secret: SecretStr | None = Field(
        None,
        validation_alias="DISCORD_CLIENT_SECRET",
        description="Belongs to DISCORD_CLIENT_ID.",
    )
    google_client_id: str | None = Field(
        None, validation_alias="GOOGLE_CLIENT_ID", description="Sign-in with Google."
    )
    google_client_secret: SecretStr | None = Field(
        None, validation_alias="GOOGLE_CLIENT_SECRET", description="Belongs to GOOGLE_CLIENT_ID."
    )
    steam_api_key: SecretStr | None = Field(
        None,
        validation_alias="STEAM_API_KEY",
        description="Sign-in with Steam; proves whose replays are whose.",
    )
    epic_client_id: str | None = Field(
        None,
        validation_alias="EPIC_CLIENT_ID",
        description="Sign-in with Epic; proves whose replays are whose.",
    )
    epic_client_secret: SecretStr | None = Field(
        None, validation_alias="EPIC_CLIENT_SECRET", description="Belongs to EPIC_CLIENT_ID."
    )

    stripe_secret_key: SecretStr | None = Field(
        None, validation_alias="STRIPE_SECRET_KEY", description="Payments."
    )
    stripe_publishable_key: str | None = Field(
        None,
        validation_alias="STRIPE_PUBLISHABLE_KEY",
        description="Belongs to STRIPE_SECRET_KEY.",
    )
    stripe_webhook_secret: SecretStr | None = Field(
        None,
        validation_alias="STRIPE_WEBHOOK_SECRET",
        description="Belongs to STRIPE_SECRET_KEY.",
    )
    anthropic_api_key: SecretStr | None = Field(
        None, validation_alias="ANTHROPIC_API_KEY", description="The coach."
    )
    sentry_dsn: SecretStr | None = Field(
        None, validation_alias="SENTRY_DSN", description="Where faults are reported to."
    )

    @model_validator(mode="wrap")
    @classmethod
    def _with_every_fault(
        cls, data: dict[str, str], handler: ModelWrapValidatorHandler[Self]
    ) -> Self:
        """Tells what is wrong with single variables and between them in one go.

        Space around a value is none of it, and a blank one is not set: it is no key.
        """
        data = {name: value.strip() for name, value in data.items() if value.strip()}
        faults: list[SettingsFault] = []
        try:
            settings = handler(data)
        except ValidationError as error:
            faults = [_fault(problem["loc"], problem["msg"]) for problem in error.errors()]
            wrong = {str(problem["loc"][0]) for problem in error.errors()}
            settings = handler({key: value for key, value in data.items() if key not in wrong})
        known = {fault.variable for fault in faults}
        faults += [fault for fault in faults_of(settings) if fault.variable not in known]
        if faults:
            raise SettingsInvalid(faults)
        return settings

    @property
    def is_production(self) -> bool:
        """Whether nothing may fall back to a fake."""
        return self.environment is Environment.PRODUCTION

    def needed(self, field: str) -> str:
        """A setting that who asks cannot do without, secret or not.

        Raises:
            SettingsInvalid: it is not set.
        """
        value = value_of(self, field)
        if value is None:
            raise SettingsInvalid([missing(type(self), field)])
        return value

    def is_on(self, feature: Feature) -> bool:
        """Whether a feature has its keys."""
        return all(value_of(self, field) is not None for field in feature.fields)

    def features_off(self) -> tuple[Feature, ...]:
        """What is off for want of keys; to be named at the start."""
        return tuple(feature for feature in FEATURES if not self.is_on(feature))


def read_variables(env_file: Path | None = None) -> dict[str, str]:
    """The environment, completed by a file of settings: `.env` in the working folder, if there.

    Of the file only settings count, as who can write it must not get to choose programs. A blank
    variable is one that is not set; one that is set hides all lines for the same setting.

    Raises:
        SettingsInvalid: the file cannot be read.
    """
    lines = _lines_of(env_file or ENV_FILE)
    found: dict[str, str] = {}
    for field in Settings.model_fields:
        names = variables_of(Settings, field)
        if not any(os.environ.get(name, "").strip() for name in names):
            found.update({name: lines[name] for name in names if lines.get(name)})
    return {**os.environ, **found}


def load_settings(variables: Mapping[str, str] | None = None) -> Settings:
    """The settings these variables make; by default, those of `read_variables`.

    Raises:
        SettingsInvalid: the program cannot start like this.
    """
    return Settings.model_validate(read_variables() if variables is None else dict(variables))


def _lines_of(env_file: Path) -> dict[str, str]:
    """Names and values, these as they are: a $ of a password stands for nothing."""
    try:
        text = env_file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        fault = SettingsFault(str(env_file.absolute()), "is not in UTF-8", "save it in UTF-8")
        raise SettingsInvalid([fault]) from error
    lines = list(parse_stream(StringIO(text)))
    wrong = [str(line.original.line) for line in lines if line.error]
    if wrong:
        problem = f"cannot be read in line {', '.join(wrong)}"
        raise SettingsInvalid(
            [SettingsFault(str(env_file.absolute()), problem, "write NAME=value in each line")]
        )
    return {line.key: line.value or "" for line in lines if line.key is not None}


def _fault(location: tuple[int | str, ...], message: str) -> SettingsFault:
    return SettingsFault(str(location[0]), "cannot be read", message)
