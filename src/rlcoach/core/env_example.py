"""`.env.example`: every variable of the settings, with what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from rlcoach.core.settings import Settings
from rlcoach.core.settings_checks import NEEDED_IN_PRODUCTION, variable_of

_HEAD = """\
Copy this file to .env and fill in what you need: what stays empty is off, or has a default.
Written by `python3 scripts/project.py generate` from src/rlcoach/core/settings.py.
Development needs none of it. Production needs what is marked so, and one way to sign in.
"""
_SECTIONS = (
    ("This machine", "environment"),
    ("Database and queue", "database_url"),
    ("Storage", "storage_url"),
    ("Site", "public_url"),
    ("Sign-in", "discord_client_id"),
    ("Other services", "stripe_secret_key"),
)
"""The field each section begins with."""
_OUTSIDE = {
    "RLCOACH_DECODER": "`auto`, `native` or `python`: which decoder the command line uses.",
    "RLCOACH_TOKEN": "The API token with which `rlcoach watch` sends games.",
    "RLCOACH_SERVER": "Where the service file of `rlcoach watch` sends games.",
    "RLCOACH_SKIP_NATIVE": "1 leaves the native decoder out of `make setup`.",
    "RLCOACH_REPLAY_CORPUS": "A folder of replays and labels, for tests and benchmarks.",
}
"""What is no setting of the server."""
_WIDTH = 98


def text() -> str:
    """What the file should hold."""
    lines = [f"# {line}" for line in _HEAD.splitlines()]
    titles = {first: title for title, first in _SECTIONS}
    for name, field in Settings.model_fields.items():
        if name in titles:
            lines += ["", f"## {titles[name]}"]
        mark = " Needed in production." if name in NEEDED_IN_PRODUCTION else ""
        comment = _comment(f"{field.description}{mark}")
        examples = [f"#   {example}" for example in field.examples or ()]
        lines += ["", *comment, *examples, f"{variable_of(Settings, name)}={_default(field)}"]
    lines += ["", "## The command line, setup and tests", ""]
    lines.append("# Read from the environment alone: a line here would do nothing.")
    for name, sentence in _OUTSIDE.items():
        lines += _comment(f"{name}: {sentence}")
    return "\n".join([*lines, ""])


def _comment(sentences: str) -> Iterator[str]:
    line = "#"
    for word in sentences.split():
        if len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _default(field: FieldInfo) -> str:
    value: object = field.default
    is_plain = field.default_factory is None and value is not None
    return str(value) if is_plain else ""
