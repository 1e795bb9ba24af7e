"""Facts that are a statistic of the catalogue under ballchasing's own name."""

from __future__ import annotations

from collections.abc import Callable

import rlcoach
from benchmarks.accuracy.compare import Answer, Missing
from benchmarks.accuracy.subject import Subject

PLAYER_PREFIX, TEAM_PREFIX = "bc.", "bc_team."

_TEAM_ONLY = frozenset({"ball.possession_time", "ball.time_in_side"})


def of_player_stat(key: str) -> Callable[[Subject], Answer]:
    """A statistic of the label's player."""

    def extract(subject: Subject) -> Answer:
        if subject.player is None:
            return Missing.NO_PLAYER
        value = subject.player.stats.get(key)
        if key == "core.mvp" and value is not None:
            return bool(value)
        return Missing.NO_VALUE if value is None else value

    return extract


def of_team_stat(key: str) -> Callable[[Subject], Answer]:
    """A statistic of the label's team."""

    def extract(subject: Subject) -> Answer:
        teams = [team for team in subject.report.teams if team.team == subject.label.team]
        value = teams[0].stats.get(key) if teams else None
        return Missing.NO_VALUE if value is None else value

    return extract


FACTS: dict[str, Callable[[Subject], Answer]] = {
    **{PLAYER_PREFIX + key: of_player_stat(key) for key in rlcoach.STATS},
    **{TEAM_PREFIX + key: of_team_stat(key) for key in rlcoach.STATS},
}
