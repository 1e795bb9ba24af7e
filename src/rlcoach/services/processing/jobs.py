"""The job that analyses one uploaded file."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

PROCESS_UPLOAD = JobKind("process_upload", queue="replay_processing")
"""Payload: `{"uploaded_replay_id": str}`."""
