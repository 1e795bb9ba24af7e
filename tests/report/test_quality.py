"""What a file could not tell."""

import pytest

from rlcoach.replay.header import Header
from rlcoach.report.quality import era_of, missing_parts
from tests.builders.wire import GAME, Wire

BALL = "There is no ball"
AMOUNTS = "Boost amounts"
PADS = "Boost pad places"
BEGINNING = "The beginning of the match"


def complaints(wire: Wire) -> list[str]:
    """The beginnings of the sentences."""
    known = (BALL, AMOUNTS, PADS, BEGINNING)
    return [next(k for k in known if text.startswith(k)) for text in missing_parts(wire.tables())]


def match(map_name: str = "Stadium_P") -> Wire:
    """A match with a ball, to which nothing is missing."""
    wire = Wire(properties={"MapName": map_name})
    wire.body(wire.ball(), (0, 0, 93))
    return wire


class TestMissingParts:
    def test_nothing_is_missing_to_a_whole_match(self) -> None:
        assert complaints(match()) == []

    def test_a_mode_without_a_ball_has_none(self) -> None:
        assert complaints(Wire()) == [BALL]

    def test_before_2016_04_there_are_no_boost_amounts(self) -> None:
        wire = match()
        wire.switch(wire.player("Alice", "Steam|1|0").car.boost, (3, 1))
        assert complaints(wire) == [AMOUNTS]

    def test_pads_of_an_unknown_map_have_no_place(self) -> None:
        wire = match("workshop_map")
        alice = wire.player("Alice", "Steam|1|0")
        pad = wire.actor("Map.TheWorld:PersistentLevel.VehiclePickup_Boost_TA_1")
        name = "TAGame.VehiclePickup_TA:NewReplicatedPickupData"
        wire.scalar(pad, name, 1, 3, extra=alice.car.actor)
        assert complaints(wire) == [PADS]

    def test_a_clip_lacks_the_beginning_of_the_match(self) -> None:
        wire = match()
        wire.scalar(wire.actor(GAME), "TAGame.GameEvent_Soccar_TA:SecondsRemaining", 120)
        wire.scalar(wire.team(1), "Engine.TeamInfo:Score", 2)
        assert complaints(wire) == [BEGINNING]

    def test_a_recording_from_the_first_kickoff_lacks_nothing(self) -> None:
        wire = match()
        wire.scalar(wire.actor(GAME), "TAGame.GameEvent_Soccar_TA:SecondsRemaining", 300)
        assert complaints(wire) == []

    def test_the_header_alone_lacks_everything_that_happens(self) -> None:
        assert len(missing_parts(None)) == 1


class TestEraOf:
    @pytest.mark.parametrize(
        ("net_version", "start"),
        [(None, "2015"), (0, "2015"), (2, "2015"), (5, "2018-03"), (7, "2018-05"), (11, "2018-05")],
    )
    def test_goes_by_the_encoding(self, net_version: int | None, start: str) -> None:
        assert era_of(Header(868, 32, net_version, "", {})).startswith(start)
