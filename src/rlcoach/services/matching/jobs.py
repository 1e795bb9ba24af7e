"""The job that looks for accounts somebody has just proved to be his."""

from __future__ import annotations

from rlcoach.core.jobs import JobKind

MATCH_ACCOUNTS = JobKind("match_accounts", queue="housekeeping")
"""Sent every few seconds; without payload. Accounts are linked by the site, which sends no jobs."""
MATCH_ACCOUNTS_EVERY_SECONDS = 15
