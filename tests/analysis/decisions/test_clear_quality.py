"""To whom clears came."""

from __future__ import annotations

import pytest

from rlcoach.synth.scripts.plays.defending import cleared
from tests.builders.choreography import seen


class TestClearQuality:
    @pytest.mark.parametrize(
        ("team", "at", "kind"),
        [
            (0, 3.0, "to_mate"),
            (1, 2.8, "to_opponent"),
            (1, 4.2, "to_space"),
            (0, 5.2, "to_space"),
            (None, 4.0, "to_space"),
        ],
    )
    def test_by_the_next_touch(self, team: int | None, at: float, kind: str) -> None:
        found = seen(cleared(team, at))
        assert found.kinds("clear_quality") == [("Ann", kind)]
        assert found.field("clear_quality", "is_success") == [kind != "to_opponent"]
        assert found.field("clear_quality", "distance")[0] > 1500
