"""What jobs work with."""

from tests.fixtures.processing import processing, sandbox, stores

__all__ = ["processing", "sandbox", "stores"]
