"""The jobs of processing: one analyses an uploaded file, the other finds those left lying."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

PROCESS_UPLOAD = JobKind("process_upload", queue="replay_processing")
"""Payload: `{"uploaded_replay_id": str}`."""

SWEEP_UPLOADS = JobKind("sweep_uploads", queue="housekeeping")
"""Sent every few seconds; without payload."""
SWEEP_EVERY_SECONDS = 5
