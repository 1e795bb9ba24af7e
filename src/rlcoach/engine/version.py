"""The version of the analysis as a whole."""

from __future__ import annotations

from typing import Final

ANALYSIS_VERSION: Final = 1
"""Raised by every change after which a replay has other numbers than before.

What is stored says which version it is of; numbers of different versions are never added up, and
after an upgrade the service analyses everything anew.
"""
