"""Pads are taken and come back as in the record, on every map that was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rlcoach.replay import game_data
from rlcoach.synth.match_record import Happening, PadReturned, PadTaken
from rlcoach.synth.writing import CURRENT, Era
from rlcoach.synth.writing.pad_actors import pad_actor_name
from tests.builders.records import match_record, record_of
from tests.synth.writing.reading import ERAS, network_of, sent, tables_of

PADS = game_data.pad_layout("soccar")
ATTRIBUTES = {
    True: "TAGame.VehiclePickup_TA:NewReplicatedPickupData",
    False: "TAGame.VehiclePickup_TA:ReplicatedPickupData",
}


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    "map_name", ["Stadium_P", "cs_day_p", "Outlaw_Oasis_P", "beach_P", "Farm_GRS_P"]
)
def test_every_pad_by_the_number_of_its_actor(map_name: str, era: Era) -> None:
    record = record_of(
        frames=80,
        map_name=map_name,
        happenings=[PadTaken(5 + 2 * pad, 6.0, pad % 4, pad) for pad in range(len(PADS))],
    )
    for pad, place in enumerate(PADS):
        # Actors that were never measured are known by where they are taken, so the car is there
        # when it is sent before that.
        record.cars.body[1 + 2 * pad :, pad % 4, 0:2] = place.x, place.y

    pickups = tables_of(record, era).pickups

    assert pickups.pad.tolist() == list(range(len(PADS)))
    assert pickups.player.tolist() == [pad % 4 for pad in range(len(PADS))]
    assert pickups.frame.tolist() == [5 + 2 * pad for pad in range(len(PADS))]


@pytest.mark.parametrize("era", ERAS)
def test_in_a_played_match(era: Era) -> None:
    record = match_record()

    pickups = tables_of(record, era).pickups

    found = zip(pickups.frame.tolist(), pickups.player.tolist(), pickups.pad.tolist(), strict=True)
    taken = [one for one in record.happenings if isinstance(one, PadTaken)]
    assert list(found) == [(one.frame, one.player, one.pad) for one in taken]


def test_changes_are_counted() -> None:
    happenings: list[Happening] = [
        PadTaken(5, 6.0, 0, 3),
        PadReturned(20, 3),
        PadTaken(30, 6.0, 1, 3),
    ]

    told = sent(network_of(record_of(happenings=happenings)), ATTRIBUTES[True])

    # The return is count 2 of nobody, which decoders read as 255.
    assert [(frame, value) for frame, value, _ in told] == [(5, 1), (20, 255), (30, 3)]
    assert told[1][2] == -1
    assert told[0][2] != told[2][2]


@pytest.mark.parametrize("era", ERAS)
class TestReturns:
    def test_a_return_is_of_nobody(self, era: Era) -> None:
        happenings: list[Happening] = [PadTaken(5, 6.0, 0, 3), PadReturned(20, 3)]
        network = network_of(record_of(happenings=happenings), era)

        told = sent(network, ATTRIBUTES[era.has_pickup_counters])

        assert [(frame, extra >= 0) for frame, _, extra in told] == [(5, True), (20, False)]

    def test_without_being_away_it_is_not_sent(self, era: Era) -> None:
        happenings: list[Happening] = [PadTaken(5, 6.0, 0, 3)]
        happenings += [PadReturned(frame, 3) for frame in (3, 20, 25)]

        network = network_of(record_of(happenings=happenings), era)

        told = sent(network, ATTRIBUTES[era.has_pickup_counters])
        assert [frame for frame, _, _ in told] == [5, 20]

    def test_a_kickoff_gives_all_back(self, era: Era) -> None:
        record = record_of(happenings=[PadTaken(5, 6.0, 0, 3)])
        life = np.repeat([0, 1], 30)
        record = replace(record, ball=replace(record.ball, life=life))

        told = sent(network_of(record, era), ATTRIBUTES[era.has_pickup_counters])

        assert [frame for frame, _, _ in told] == [5, 30]

    def test_one_that_went_unsaid_still_leaves_the_pad_taken(self, era: Era) -> None:
        happenings = [PadTaken(5, 6.0, 0, 3), PadTaken(40, 6.0, 1, 3)]

        pickups = tables_of(record_of(happenings=happenings), era).pickups

        assert pickups.frame.tolist() == [5, 40]
        assert pickups.player.tolist() == [0, 1]


def test_a_pad_taken_more_often_than_a_byte_counts() -> None:
    happenings: list[Happening] = [
        one
        for turn in range(140)
        for one in (PadTaken(2 * turn + 1, 6.0, 0, 7), PadReturned(2 * turn + 2, 7))
    ]

    pickups = tables_of(record_of(frames=300, happenings=happenings), CURRENT).pickups

    assert len(pickups.frame) == 140
    assert (pickups.player == 0).all()


class TestNames:
    def test_measured_maps_use_the_number_of_the_pad(self) -> None:
        for pad in range(len(PADS)):
            number = int(pad_actor_name("Stadium_P", pad).rpartition("_")[2])
            assert game_data.pad_of_actor("stadium_p", number) == pad

    def test_other_maps_use_numbers_of_their_own(self) -> None:
        names = {pad_actor_name("somewhere_p", pad) for pad in range(len(PADS))}

        assert len(names) == len(PADS)
