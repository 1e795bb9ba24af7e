"""Pickups, and what they gave."""

from __future__ import annotations

import pytest

from tests.analysis.events.scenes import Scene, row
from tests.builders.wire import Player

AMOUNT = "TAGame.CarComponent_Boost_TA:ReplicatedBoost"
BIG, SMALL = (-3072, -4096, 17), (0, -4240, 17)


class PadScene(Scene):
    """One blue player who takes pads."""

    def __init__(self) -> None:
        """The tank holds the 33 boost of a kickoff."""
        super().__init__()
        self.one: Player = self.player("one", 0, (0, -4608, 17))
        self.pads = 0
        self.amount(85, 0, 0)

    def amount(self, raw: int, grants: int, frame: int) -> None:
        """The tank as sent."""
        self.wire.scalar(self.one.car.boost, AMOUNT, raw, frame, extra=grants)

    def take(self, place: tuple[int, int, int], frame: int) -> None:
        """The car takes the pad at a place."""
        self.pads += 1
        name = f"Stadium_P.TheWorld:PersistentLevel.VehiclePickup_Boost_TA_{900 + self.pads}"
        pad = self.wire.actor(name)
        self.wire.body(self.one.car.actor, place, frame=frame)
        self.wire.scalar(
            pad,
            "TAGame.VehiclePickup_TA:NewReplicatedPickupData",
            1,
            frame,
            extra=self.one.car.actor,
        )


class TestAmounts:
    def test_small_pad(self) -> None:
        scene = PadScene()
        scene.take(SMALL, 60)
        scene.amount(116, 1, 61)
        fields = row(scene.events()["pickup"])
        assert (fields["is_big"], fields["is_stolen"]) == (False, False)
        assert fields["before"] == pytest.approx(33.3, abs=0.1)
        assert fields["gain"] == pytest.approx(12.2, abs=0.1)
        assert fields["overfill"] == 0

    def test_big_pad_fills_up(self) -> None:
        scene = PadScene()
        scene.take(BIG, 60)
        scene.amount(255, 1, 61)
        fields = row(scene.events()["pickup"])
        assert fields["is_big"]
        assert fields["after"] == 100
        assert fields["overfill"] == pytest.approx(33.3, abs=0.1)

    def test_a_full_tank_gains_nothing(self) -> None:
        scene = PadScene()
        scene.amount(255, 1, 40)
        scene.take(BIG, 80)
        fields = row(scene.events()["pickup"])
        assert (fields["before"], fields["gain"], fields["overfill"]) == (100, 0, 100)

    def test_without_an_amount_the_gain_is_unknown(self) -> None:
        scene = PadScene()
        scene.take(SMALL, 60)
        fields = row(scene.events()["pickup"])
        assert fields["gain"] != fields["gain"]

    def test_one_rise_is_one_pads(self) -> None:
        scene = PadScene()
        scene.take(SMALL, 60)
        scene.take(BIG, 66)
        scene.amount(255, 1, 66)
        found = scene.events()["pickup"]
        assert found.column("after")[1] == 100
        assert found.column("after")[0] != 100

    def test_pads_in_the_other_half_are_stolen(self) -> None:
        scene = PadScene()
        scene.take((3072, 4096, 17), 60)
        assert row(scene.events()["pickup"])["is_stolen"]
