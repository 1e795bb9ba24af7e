"""Wavedashes in a row."""

from __future__ import annotations

from rlcoach.analysis.mechanics.wavedash import CHAIN_SECONDS
from rlcoach.synth.physics.manoeuvres import in_turn, wavedash
from rlcoach.synth.scripts.acts.stage import on_ground
from tests.builders.files import events_of


def chain(*starts: float) -> list[int]:
    """The numbers of dashes begun at those seconds."""
    pilot = in_turn([(start, wavedash(start)) for start in starts])
    stage = on_ground(0, pilot, speed=300.0)
    found = events_of(stage.played(starts[-1] + 1.2))["wavedash"]
    numbers: list[int] = found.column("chain").tolist()
    return numbers


class TestChain:
    def test_dashes_that_follow_each_other_count_up(self) -> None:
        assert chain(0.1, 1.3, 2.5) == [1, 2, 3]

    def test_a_pause_begins_a_new_chain(self) -> None:
        assert chain(0.1, 1.0 + CHAIN_SECONDS) == [1, 1]
