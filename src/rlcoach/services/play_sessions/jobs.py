"""The jobs of making all of a user's play anew: one does it, the other finds whose is outdated."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

REBUILD_PLAY = JobKind("rebuild_play", queue="replay_processing")
"""Payload: `{"user_id": str}`. It takes seconds, so it waits in turn with the files of others."""

FIND_OUTDATED_PLAY = JobKind("find_outdated_play", queue="housekeeping")
"""Sent every few seconds; without payload."""
FIND_PLAY_EVERY_SECONDS = 15
