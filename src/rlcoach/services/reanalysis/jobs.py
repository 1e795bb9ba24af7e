"""The jobs of analysing again: one finds what is outdated, the other analyses one match."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

REANALYSE = JobKind("reanalyse", queue="reanalysis")
"""Payload: `{"replay_id": str}`. Its queue is served when nothing else waits."""

FIND_OUTDATED = JobKind("find_outdated", queue="housekeeping")
"""Sent every few seconds; without payload."""
FIND_EVERY_SECONDS = 20
