"""What cars do: controls, boost, and the parts that switch on."""

import numpy as np
import pytest

from rlcoach.replay.kinds import Component
from rlcoach.replay.tables import Activations
from tests.builders.wire import CAMERA, Player, Wire

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


class TestBoost:
    AMOUNT = "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount"
    WITH_GRANTS = "TAGame.CarComponent_Boost_TA:ReplicatedBoost"

    def test_an_amount_is_held_as_a_percentage(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 85, 0)
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 30)
        amount = wire.tables().boost.amount[0]
        assert amount[:30] == pytest.approx(100 / 3)
        assert amount[30:] == pytest.approx(100)

    def test_boosting_drains_85_of_255_a_second(self) -> None:
        wire, alice = match(frames=100)
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 0)
        wire.switch(alice.car.boost, (10, 1), (70, 2))
        boost = wire.tables().boost
        assert np.flatnonzero(boost.is_active[0]).tolist() == list(range(10, 70))
        assert boost.amount[0, 9] == pytest.approx(100)
        assert boost.amount[0, 70] == pytest.approx(100 - 2 * 100 / 3)
        assert boost.amount[0, 99] == pytest.approx(boost.amount[0, 70])

    def test_an_empty_tank_stays_at_zero(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 40, 0)
        wire.switch(alice.car.boost, (5, 1))
        assert wire.tables().boost.amount[0, 30:].tolist() == [0] * 30

    def test_an_update_corrects_what_was_integrated(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 0)
        wire.switch(alice.car.boost, (10, 1), (20, 2))
        wire.scalar(alice.car.boost, self.AMOUNT, 51, 20)
        assert wire.tables().boost.amount[0, 20:] == pytest.approx(20)

    def test_a_skipped_goal_replay_drains_nothing(self) -> None:
        wire, alice = match(frames=20)
        wire.time[10:] += 8
        wire.deltas[10] = 0
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 0)
        wire.switch(alice.car.boost, (5, 1))
        amount = wire.tables().boost.amount[0]
        assert amount[10] == amount[9]

    def test_unlimited_boost_drains_nothing(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 0)
        wire.scalar(alice.car.boost, "TAGame.CarComponent_Boost_TA:UnlimitedBoostRefCount", 1)
        wire.switch(alice.car.boost, (5, 1))
        assert (wire.tables().boost.amount[0] == 100).all()

    def test_off_and_on_between_two_frames_drains_on(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 0)
        wire.switch(alice.car.boost, (10, 1), (20, 3), (40, 4))
        boost = wire.tables().boost
        assert np.flatnonzero(boost.is_active[0]).tolist() == list(range(10, 40))
        assert boost.amount[0, 40] == pytest.approx(100 - 100 / 3)

    def test_grants_are_kept_where_the_era_counts_them(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.WITH_GRANTS, 85, 0, extra=3)
        wire.scalar(alice.car.boost, self.WITH_GRANTS, 255, 9, extra=4)
        updates = wire.tables().boost.updates
        assert updates.amount.tolist() == [85, 255]
        assert updates.grants.tolist() == [3, 4]

    def test_older_eras_have_no_grants(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 85, 0)
        assert wire.tables().boost.updates.grants.tolist() == [-1]

    def test_an_era_without_amounts_has_activity_only(self) -> None:
        wire, alice = match()
        wire.switch(alice.car.boost, (10, 1), (20, 2))
        boost = wire.tables().boost
        assert np.isnan(boost.amount).all()
        assert boost.is_active[0].sum() == 10

    def test_without_a_car_there_is_no_tank(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 85, 0)
        wire.delete(alice.car.actor, 30)
        amount = wire.tables().boost.amount[0]
        assert not np.isnan(amount[:30]).any()
        assert np.isnan(amount[30:]).all()

    def test_a_new_car_does_not_inherit_the_tank(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.boost, self.AMOUNT, 255, 0)
        new = wire.car(alice.pri, 20)
        wire.body(new.actor, (0, 0, 17), frame=20)
        wire.scalar(new.boost, self.AMOUNT, 85, 21)
        amount = wire.tables().boost.amount[0]
        assert np.isnan(amount[20])
        assert amount[21:] == pytest.approx(100 / 3)

    def test_the_tank_of_a_replaced_car_does_not_count(self) -> None:
        wire, alice = match()
        new = wire.car(alice.pri, 20)
        wire.body(new.actor, (0, 0, 17), frame=20)
        wire.scalar(new.boost, self.AMOUNT, 85, 20)
        wire.scalar(alice.car.boost, self.AMOUNT, 0, 25)
        wire.switch(alice.car.boost, (10, 1), (40, 2))
        assert wire.tables().boost.amount[0, 20:] == pytest.approx(100 / 3)


class TestInputs:
    def test_throttle_and_steer_are_shares_around_128(self) -> None:
        wire, alice = match()
        for frame, value in ((5, 255), (10, 1), (15, 128), (20, 0)):
            wire.scalar(alice.car.actor, "TAGame.Vehicle_TA:ReplicatedThrottle", value, frame)
            wire.scalar(alice.car.actor, "TAGame.Vehicle_TA:ReplicatedSteer", 255 - value, frame)
        inputs = wire.tables().inputs
        assert inputs.throttle[0, [0, 5, 10, 15]] == pytest.approx([0, 1, -1, 0])
        assert inputs.throttle[0, 20] == pytest.approx(-128 / 127)
        assert inputs.steer[0, 5] == pytest.approx(-128 / 127)

    def test_a_new_car_starts_with_every_control_at_rest(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.actor, "TAGame.Vehicle_TA:ReplicatedThrottle", 255, 5)
        wire.scalar(alice.car.actor, "TAGame.Vehicle_TA:bReplicatedHandbrake", 1, 5)
        wire.car(alice.pri, 20)
        inputs = wire.tables().inputs
        assert inputs.throttle[0, [19, 20]].tolist() == [1, 0]
        assert inputs.handbrake[0, [4, 19, 20]].tolist() == [False, True, False]

    def test_controls_of_a_replaced_car_do_not_count(self) -> None:
        wire, alice = match()
        wire.car(alice.pri, 20)
        wire.scalar(alice.car.actor, "TAGame.Vehicle_TA:ReplicatedSteer", 255, 20)
        wire.scalar(alice.car.actor, "TAGame.Vehicle_TA:ReplicatedSteer", 255, 25)
        assert not wire.tables().inputs.steer.any()

    def test_the_camera_belongs_to_the_player_it_points_at(self) -> None:
        wire, _ = match()
        bob = wire.player("Bob", "Steam|2|0", team=1)
        camera = wire.actor(CAMERA, 1)
        wire.scalar(camera, "TAGame.CameraSettingsActor_TA:bUsingSecondaryCamera", 1, 1)
        wire.scalar(camera, "TAGame.CameraSettingsActor_TA:PRI", bob.pri, 3, extra=1)
        wire.scalar(camera, "TAGame.CameraSettingsActor_TA:bUsingSecondaryCamera", 0, 9)
        wire.scalar(camera, "TAGame.CameraSettingsActor_TA:bUsingBehindView", 1, 9)
        inputs = wire.tables().inputs
        assert inputs.ball_cam[1, [0, 1, 8, 9]].tolist() == [-1, 1, 1, 0]
        assert inputs.behind_view[1, [8, 9]].tolist() == [False, True]
        assert (inputs.ball_cam[0] == -1).all()

    def test_before_2016_05_the_player_actor_keeps_the_camera(self) -> None:
        wire, alice = match()
        wire.scalar(alice.pri, "TAGame.PRI_TA:bUsingSecondaryCamera", 1, 7)
        assert wire.tables().inputs.ball_cam[0, [6, 7]].tolist() == [-1, 1]

    def test_ping_is_the_raw_byte(self) -> None:
        wire, alice = match()
        wire.scalar(alice.pri, "Engine.PlayerReplicationInfo:Ping", 9, 4)
        assert wire.tables().inputs.ping[0, [3, 4, 59]].tolist() == [-1, 9, 9]


class TestDodgeRefreshes:
    COUNTER = "TAGame.Car_TA:DodgesRefreshedCounter"

    def test_each_rise_of_a_cars_counter_is_one(self) -> None:
        wire, alice = match()
        for frame, value in ((3, 1), (9, 2), (12, 2), (30, 3)):
            wire.scalar(alice.car.actor, self.COUNTER, value, frame)
        tables = wire.tables()
        found = tables.dodge_refreshes
        assert found.frame.tolist() == [3, 9, 30]
        assert found.count.tolist() == [1, 2, 3]
        assert found.player.tolist() == [0, 0, 0]
        assert tables.sends_dodge_refreshes

    def test_a_new_car_counts_from_zero(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.actor, self.COUNTER, 5, 3)
        wire.scalar(wire.car(alice.pri, 20).actor, self.COUNTER, 1, 25)
        assert wire.tables().dodge_refreshes.frame.tolist() == [3, 25]

    def test_a_counter_a_car_appears_with_is_no_refresh(self) -> None:
        wire, _ = match()
        car = wire.car(None, 20).actor
        wire.scalar(car, self.COUNTER, 1, 20)
        wire.scalar(car, self.COUNTER, 2, 25)
        found = wire.tables().dodge_refreshes
        assert found.frame.tolist() == [25]
        assert found.player.tolist() == [-1]

    def test_a_counter_set_back_is_no_refresh(self) -> None:
        wire, alice = match()
        wire.scalar(alice.car.actor, self.COUNTER, 2, 3)
        wire.scalar(alice.car.actor, self.COUNTER, 0, 9)
        assert wire.tables().dodge_refreshes.frame.tolist() == [3]

    def test_older_files_do_not_send_the_counter(self) -> None:
        wire, _ = match()
        assert not wire.tables().sends_dodge_refreshes
