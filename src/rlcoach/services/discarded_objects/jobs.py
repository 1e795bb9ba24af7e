"""The job that deletes what was discarded."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

DELETE_DISCARDED = JobKind("delete_discarded", queue="housekeeping")
"""Sent every quarter of an hour; without payload."""
DELETE_EVERY_SECONDS = 900
