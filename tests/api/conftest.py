"""The API and all it works with."""

from tests.fixtures.api import (
    api,
    app,
    client_of,
    clock,
    disk,
    jobs,
    logs,
    me,
    runtime,
    settings,
    upload_runtime,
)
from tests.fixtures.processing import processing, sandbox, stores

__all__ = [
    "api",
    "app",
    "client_of",
    "clock",
    "disk",
    "jobs",
    "logs",
    "me",
    "processing",
    "runtime",
    "sandbox",
    "settings",
    "stores",
    "upload_runtime",
]
