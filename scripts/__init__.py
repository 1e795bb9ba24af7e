"""The project's own tooling; `project.py` is the entry."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The root of the repository."""
