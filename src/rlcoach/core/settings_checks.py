"""What settings must be beside well-formed: complete, strong, and fit for production."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AliasChoices, SecretStr

from rlcoach.core.settings_faults import NEW_SECRET, SettingsFault, weakness
from rlcoach.core.settings_features import FEATURES, KEY_PAIRS

if TYPE_CHECKING:
    from rlcoach.core.settings import Settings

_SECRETS = ("auth_secret", "token_secret")
NEEDED_IN_PRODUCTION = ("database_url", "redis_url", "storage_url", "public_url", *_SECRETS)
_SCHEMES = {
    "database_url": ("postgresql", "postgres"),
    "redis_url": ("redis", "rediss"),
    "storage_url": ("file", "s3"),
    "public_url": ("https", "http"),
    "api_url": ("https", "http"),
    "s3_endpoint_url": ("https", "http"),
    "backblaze_endpoint_url": ("https", "http"),
}
_DATABASE_PARAMETERS = {
    "application_name": ".+",
    "channel_binding": "disable|prefer|require",
    "connect_timeout": "[0-9]{1,4}",
    "host": ".+",
    "options": ".+",
    "port": "[0-9]{1,5}",
    "sslcert": ".+",
    "sslkey": ".+",
    "sslmode": "disable|allow|prefer|require|verify-ca|verify-full",
    "sslrootcert": ".+",
    "target_session_attrs": "any|primary|read-write",
}
"""Those of libpq that `rlcoach.db.engine` can hand on, and what they may be."""
_PASSWORDS_OF_EXAMPLES = {"pass", "password", "postgres", "rlcoach", "changeme", "secret"}
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def variables_of(settings: type[Settings], field: str) -> tuple[str, ...]:
    """The environment variables a field is read from; the first one that is set counts."""
    alias = settings.model_fields[field].validation_alias
    return tuple(map(str, alias.choices if isinstance(alias, AliasChoices) else [alias]))


def variable_of(settings: type[Settings], field: str) -> str:
    """The environment variable of a field; the first, where it has another name as well."""
    return variables_of(settings, field)[0]


def label_of(settings: type[Settings], field: str) -> str:
    """A field's variable as messages name it, with its other name."""
    names = variables_of(settings, field)
    return " (or ".join(names) + ")" * (len(names) - 1)


def value_of(settings: Settings, field: str) -> str | None:
    """What a field holds, secret or not."""
    value: object = getattr(settings, field)
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return None if value is None else str(value)


def missing(settings: type[Settings], field: str) -> SettingsFault:
    """The fault of a field that is needed and not set."""
    examples = settings.model_fields[field].examples
    fix = f"set it, for example to {examples[0]}" if examples else "set it"
    fix = NEW_SECRET if field in _SECRETS else fix
    return SettingsFault(label_of(settings, field), "is not set", fix)


def faults_of(settings: Settings) -> list[SettingsFault]:
    """Everything that is wrong, at most one fault for each variable."""
    found: dict[str, SettingsFault] = {}
    for check in (
        _malformed_urls,
        _database_parameters,
        _weak_secrets,
        _half_sets,
        _unfit_for_production,
    ):
        for fault in check(settings):
            found.setdefault(fault.variable, fault)
    return list(found.values())


def _malformed_urls(settings: Settings) -> Iterator[SettingsFault]:
    for field, schemes in _SCHEMES.items():
        value = value_of(settings, field)
        if value is not None and not _is_url(value, schemes):
            wanted = " or ".join(f"{scheme}://" for scheme in schemes)
            yield SettingsFault(
                label_of(type(settings), field),
                "is no address of the right kind",
                f"it begins with {wanted}, and names what comes after",
            )


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    parts = _split(value)
    if parts is None or parts.scheme not in schemes:
        return False
    if parts.scheme == "file":
        return not parts.netloc and parts.path.startswith("/")
    return bool(parts.netloc)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - it is read from the text only when asked for
    except ValueError:
        return None
    return parts


def _database_parameters(settings: Settings) -> Iterator[SettingsFault]:
    parts = _split(value_of(settings, "database_url") or "")
    given = parse_qsl("" if parts is None else parts.query, keep_blank_values=True)
    if all(re.fullmatch(_DATABASE_PARAMETERS.get(name, r"(?!)"), value) for name, value in given):
        return
    # Which one is not said: with a ? in a password it would be a part of that.
    choices = [
        f"{name} ({pattern.replace('|', ', ')})" if "|" in pattern else name
        for name, pattern in _DATABASE_PARAMETERS.items()
    ]
    yield SettingsFault(
        variable_of(type(settings), "database_url"),
        "has parameters that are not understood",
        f"behind the ? it takes {', '.join(choices)}; write a ? of the password as %3F",
    )


def _weak_secrets(settings: Settings) -> Iterator[SettingsFault]:
    for field in _SECRETS:
        value = value_of(settings, field)
        if value is not None and (problem := weakness(value)):
            yield SettingsFault(label_of(type(settings), field), problem, NEW_SECRET)
    if settings.token_secret is not None and settings.token_secret == settings.auth_secret:
        yield SettingsFault(
            variable_of(type(settings), "token_secret"),
            f"is the same as {variable_of(type(settings), 'auth_secret')}",
            NEW_SECRET,
        )


def _half_sets(settings: Settings) -> Iterator[SettingsFault]:
    for fields in (*(feature.fields for feature in FEATURES), *KEY_PAIRS):
        names = {field: variable_of(type(settings), field) for field in fields}
        given = [names[field] for field in fields if value_of(settings, field) is not None]
        if not given:
            continue
        for name in names.values():
            if name not in given:
                yield SettingsFault(
                    name,
                    f"is not set, but {given[0]} is",
                    f"set it as well, or take {given[0]} away",
                )


def _unfit_for_production(settings: Settings) -> Iterator[SettingsFault]:
    if not settings.is_production:
        return
    for field in NEEDED_IN_PRODUCTION:
        if value_of(settings, field) is None:
            yield missing(type(settings), field)
    sign_ins = [feature for feature in FEATURES if feature.is_sign_in]
    if all(value_of(settings, field) is None for one in sign_ins for field in one.fields):
        names = [variable_of(type(settings), field) for one in sign_ins for field in one.fields]
        yield SettingsFault(
            ", ".join(names), "are not set", "set those of at least one, so that people can sign in"
        )
    yield from _unsafe_urls(settings)


def _unsafe_urls(settings: Settings) -> Iterator[SettingsFault]:
    database = _split(value_of(settings, "database_url") or "")
    if database is not None and database.password in _PASSWORDS_OF_EXAMPLES:
        yield SettingsFault(
            variable_of(type(settings), "database_url"),
            "has the password of an example",
            "give the database's user a password of its own",
        )
    public = _split(settings.public_url or "")
    if public is not None and public.scheme == "http" and public.hostname not in _THIS_MACHINE:
        yield SettingsFault(
            label_of(type(settings), "public_url"),
            "begins with http://",
            "serve the site with https://: browsers keep its cookies to that",
        )
