"""The engine: `analyze` turns the bytes of a replay into a `Report`, `sandbox` does it in a child.

Both names are loaded on first use, so that the parent of a sandbox does not pay for the engine.
They live in a module of another name: a submodule called `analyze` would hide the function.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rlcoach.engine.pipeline import analyze, read

__all__ = ["analyze", "read"]


def __getattr__(name: str) -> object:
    """Loads `analyze` and `read`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("rlcoach.engine.pipeline"), name)
