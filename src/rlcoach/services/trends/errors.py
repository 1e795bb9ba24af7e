"""What can go wrong with trends."""

from __future__ import annotations

from rlcoach.core.errors import AppError


class StatUnknown(AppError):
    """Not a key of the catalogue."""

    status = 422
    code = "stat_unknown"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"There is no statistic {key}. All of them are listed in docs/stats.md and by "
            "`rlcoach stats`.",
            details={"stat": key},
        )
