"""How much is taken, from one user and from all."""

from __future__ import annotations

from datetime import timedelta

MAX_FILE_BYTES = 10 * 1024 * 1024
"""The game itself stops at about 10 MB."""
MAX_BATCH_FILES = 50
MAX_FILES_PER_HOUR = 100
HOUR = timedelta(hours=1)
MAX_OPEN_FILES = 1000
"""Of everybody, waiting or being analysed."""
MAX_UNDER_WAY_PER_USER = 4
MAX_UNDER_WAY = 64
"""Uploads that are read at the same time; each can hold a batch on the disk."""
MAX_SILENCE_SECONDS = 30.0
"""How long nothing may come of an upload."""
MIN_BYTES_PER_SECOND = 16 * 1024
"""Slower than any line on which one plays; the first `MAX_SILENCE_SECONDS` are given."""
ANALYSED_AT_ONCE = 3
"""The first files of a batch do not wait in the queue."""
AT_ONCE_SECONDS = 10.0
DISK_WARNING_SHARE = 0.8
DISK_FULL_SHARE = 0.9
