"""The job that moves old replay files."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

MOVE_TO_COLD = JobKind("move_to_cold", queue="housekeeping")
"""Sent twice a minute; without payload."""
MOVE_EVERY_SECONDS = 30
