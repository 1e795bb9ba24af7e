"""Commands look for settings in their working folder: here they find none."""

from tests.fixtures.working_folder import empty_working_folder

__all__ = ["empty_working_folder"]
