"""The engine: `analyze` turns the bytes of a replay into a `Report`."""

from __future__ import annotations

from rlcoach.engine.analyze import analyze, read

__all__ = ["analyze", "read"]
