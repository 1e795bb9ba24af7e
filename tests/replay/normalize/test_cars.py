"""What cars do: controls, boost, and the parts that switch on."""

import numpy as np
import pytest

from rlcoach.replay.tables import Activations, Component
from tests.builders.wire import Player, Wire

TORQUE = "TAGame.CarComponent_Dodge_TA:DodgeTorque"
IMPULSE = "TAGame.CarComponent_DoubleJump_TA:DoubleJumpImpulse"


def match(frames: int = 60) -> tuple[Wire, Player]:
    """A match with one player."""
    wire = Wire(frames=frames)
    return wire, wire.player("Alice", "Steam|1|0")


def jumps_after(*counters: tuple[int, int]) -> Activations:
    """Activations of a jump component that sent these (frame, value)."""
    wire, alice = match()
    wire.switch(alice.car.jump, *counters)
    return wire.tables().activations


class TestActivations:
    def test_an_odd_counter_is_on_and_the_next_even_one_off(self) -> None:
        found = jumps_after((10, 1), (14, 2), (20, 3), (21, 4))
        assert found.frame.tolist() == [10, 20]
        assert found.end_frame.tolist() == [14, 21]
        assert not found.is_hidden.any()
        assert found.component.tolist() == [Component.JUMP] * 2
        assert found.player.tolist() == [0, 0]
        assert found.time == pytest.approx([5 + 10 / 30, 5 + 20 / 30])

    @pytest.mark.parametrize(
        ("kind", "component"),
        [
            ("boost", Component.BOOST),
            ("jump", Component.JUMP),
            ("double_jump", Component.DOUBLE_JUMP),
            ("dodge", Component.DODGE),
            ("flip_car", Component.FLIP_CAR),
        ],
    )
    def test_every_component_has_its_number(self, kind: str, component: Component) -> None:
        wire, alice = match()
        wire.switch(getattr(alice.car, kind), (3, 1))
        assert wire.tables().activations.component.tolist() == [component]

    def test_a_step_of_two_between_offs_hides_a_tap(self) -> None:
        found = jumps_after((10, 1), (14, 2), (20, 4))
        assert found.frame.tolist() == [10, 20]
        assert found.is_hidden.tolist() == [False, True]
        assert found.end_frame.tolist() == [14, 20]

    def test_a_step_of_two_between_ons_is_a_new_activation_that_goes_on(self) -> None:
        found = jumps_after((10, 1), (14, 3), (20, 4))
        assert found.frame.tolist() == [10, 14]
        assert found.is_hidden.tolist() == [False, True]
        assert found.end_frame.tolist() == [14, 20]

    def test_a_step_of_four_between_ons_hides_a_tap_before_the_one_that_goes_on(self) -> None:
        found = jumps_after((10, 1), (14, 5), (20, 6))
        assert found.frame.tolist() == [10, 14, 14]
        assert found.is_hidden.tolist() == [False, True, True]
        assert found.end_frame.tolist() == [14, 14, 20]

    def test_a_step_of_three_from_off_is_an_activation_and_a_tap_before_it(self) -> None:
        found = jumps_after((10, 1), (14, 2), (20, 5), (24, 6))
        assert found.frame.tolist() == [10, 20, 20]
        assert sorted(zip(found.is_hidden.tolist(), found.end_frame.tolist(), strict=True)) == [
            (False, 14),
            (False, 24),
            (True, 20),
        ]

    def test_a_step_of_three_from_on_hides_one_tap(self) -> None:
        found = jumps_after((10, 1), (14, 4))
        assert found.frame.tolist() == [10, 14]
        assert found.end_frame.tolist() == [14, 14]

    @pytest.mark.parametrize(
        ("counters", "hidden"),
        [
            (((5, 255), (6, 0)), 0),
            (((5, 255), (6, 0), (7, 1)), 0),
            (((5, 254), (6, 0)), 1),
            (((5, 254), (6, 1)), 1),
        ],
    )
    def test_the_counter_wraps_after_255(
        self, counters: tuple[tuple[int, int], ...], hidden: int
    ) -> None:
        found = jumps_after(*counters)
        edges = sum(value % 2 for _, value in counters)
        assert found.is_hidden.sum() == hidden
        assert (~found.is_hidden).sum() == edges

    def test_a_counter_that_goes_down_hides_nothing(self) -> None:
        found = jumps_after((10, 7), (11, 8), (12, 6), (13, 7))
        assert found.frame.tolist() == [10, 13]
        assert not found.is_hidden.any()

    def test_a_first_value_is_the_state_at_the_beginning_of_the_file(self) -> None:
        assert jumps_after((0, 6)).frame.tolist() == []
        assert jumps_after((0, 7)).frame.tolist() == [0]

    def test_what_is_on_ends_with_the_component(self) -> None:
        wire, alice = match()
        wire.switch(alice.car.boost, (10, 1))
        wire.delete(alice.car.boost, 30)
        assert wire.tables().activations.end_frame.tolist() == [30]

    def test_what_is_on_ends_with_the_demolition_of_the_car(self) -> None:
        wire, alice = match()
        bob = wire.player("Bob", "Steam|2|0", team=1)
        wire.switch(alice.car.boost, (10, 1))
        wire.demolish(bob.car, alice.car, 20)
        tables = wire.tables()
        assert tables.activations.end_frame.tolist() == [20]
        assert np.flatnonzero(tables.boost.is_active[0]).tolist() == list(range(10, 20))

    def test_what_is_on_at_the_end_of_the_file_ends_there(self) -> None:
        assert jumps_after((10, 1)).end_frame.tolist() == [60]

    def test_a_component_of_a_car_without_a_player_belongs_to_nobody(self) -> None:
        wire, _ = match()
        wire.switch(wire.car(None).jump, (4, 1))
        assert wire.tables().activations.player.tolist() == [-1]

    def test_a_link_to_the_car_may_come_after_the_activation(self) -> None:
        wire, alice = match()
        late = wire.actor("Archetypes.CarComponents.CarComponent_Dodge", 5)
        wire.switch(late, (5, 1))
        wire.scalar(late, "TAGame.CarComponent_TA:Vehicle", alice.car.actor, 9, extra=1)
        assert wire.tables().activations.player.tolist() == [0]

    def test_rows_are_in_file_order_over_all_components(self) -> None:
        wire, alice = match()
        wire.switch(alice.car.dodge, (8, 1))
        wire.switch(alice.car.jump, (3, 1))
        found = wire.tables().activations
        assert found.component.tolist() == [Component.JUMP, Component.DODGE]
        assert (np.diff(found.seq) > 0).all()

    def test_a_dodge_has_the_torque_of_its_frame(self) -> None:
        wire, alice = match()
        wire.vector(alice.car.dodge, TORQUE, (1, 2, 3), 5)
        wire.switch(alice.car.dodge, (5, 1), (9, 2), (12, 3))
        wire.vector(alice.car.dodge, TORQUE, (4, 5, 6), 12)
        assert wire.tables().activations.torque.tolist() == [[1, 2, 3], [4, 5, 6]]

    def test_a_dodge_without_a_new_torque_has_the_last_one(self) -> None:
        wire, alice = match()
        wire.vector(alice.car.dodge, TORQUE, (1, 2, 3), 5)
        wire.switch(alice.car.dodge, (5, 1), (9, 2), (12, 3))
        assert wire.tables().activations.torque[1].tolist() == [1, 2, 3]

    def test_what_is_no_dodge_has_no_torque(self) -> None:
        wire, alice = match()
        wire.vector(alice.car.dodge, TORQUE, (1, 2, 3), 5)
        wire.switch(alice.car.jump, (5, 1))
        assert np.isnan(wire.tables().activations.torque).all()

    def test_a_double_jump_has_its_impulse(self) -> None:
        wire, alice = match()
        wire.switch(alice.car.double_jump, (5, 1))
        wire.vector(alice.car.double_jump, IMPULSE, (0, 0, 525), 5)
        found = wire.tables().activations
        assert found.impulse.tolist() == [[0, 0, 525]]
        assert np.isnan(found.torque).all()
