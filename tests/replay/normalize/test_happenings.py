"""Things that happen once: demolitions, counters that rise, announcements, items, tiles."""

import numpy as np
import pytest

from rlcoach.replay.kinds import Counter, StatEvent
from tests.builders.wire import GAME, Actor, Player, Wire

GOALS = "TAGame.PRI_TA:MatchGoals"
FORMS = ["", "_CustomFX", "GoalExplosion", "Extended"]


def duel(frames: int = 300) -> tuple[Wire, Player, Player]:
    """Alice (row 0, blue) and Bob (row 1, orange)."""
    wire = Wire(frames=frames)
    return wire, wire.player("Alice", "Steam|1|0"), wire.player("Bob", "Steam|2|0", team=1)


class TestDemolitions:
    @pytest.mark.parametrize("form", FORMS)
    def test_every_form_names_both_players(self, form: str) -> None:
        wire, alice, bob = duel()
        wire.demolish(alice.car, bob.car, 20, form=form)
        found = wire.tables().demolitions
        assert found.frame.tolist() == [20]
        assert found.attacker.tolist() == [0]
        assert found.victim.tolist() == [1]
        assert found.time == pytest.approx([5 + 20 / 30])

    @pytest.mark.parametrize("net_version", [None, 5, 10])
    def test_velocities_are_hundredths_in_every_era(self, net_version: int | None) -> None:
        wire, alice, bob = duel()
        wire.net_version = net_version
        wire.demolish(alice.car, bob.car, 20)
        found = wire.tables().demolitions
        assert found.attacker_velocity.tolist() == [[1000, 0, 0]]
        assert found.victim_velocity.tolist() == [[0, 2000, 0]]

    def test_two_forms_in_one_frame_are_one_demolition(self) -> None:
        wire, alice, bob = duel()
        wire.demolish(alice.car, bob.car, 20, form="")
        wire.demolish(alice.car, bob.car, 20, form="_CustomFX")
        assert wire.tables().demolitions.frame.tolist() == [20]

    def test_sent_again_as_the_victim_respawns_it_is_one_demolition(self) -> None:
        wire, alice, bob = duel()
        wire.demolish(alice.car, bob.car, 20)
        respawn = 20 + round(3.04 * 30)
        wire.car(bob.pri, respawn)
        wire.demolish(alice.car, bob.car, respawn)
        wire.delete(bob.car.actor, 20 + round(4.97 * 30))
        assert wire.tables().demolitions.frame.tolist() == [20]

    def test_the_next_car_can_be_demolished_too(self) -> None:
        wire, alice, bob = duel()
        wire.demolish(alice.car, bob.car, 20)
        wire.demolish(alice.car, wire.car(bob.pri, 112), 130)
        found = wire.tables().demolitions
        assert found.frame.tolist() == [20, 130]
        assert found.victim.tolist() == [1, 1]

    def test_a_goal_explosion_has_no_attacker_and_is_none(self) -> None:
        wire, _, bob = duel()
        wire.demolish(None, bob.car, 20, form="GoalExplosion")
        tables = wire.tables()
        assert len(tables.demolitions.frame) == 0
        assert tables.cars.present[1].all()

    def test_a_car_that_destroys_itself_is_no_demolition(self) -> None:
        wire, _, bob = duel()
        wire.demolish(bob.car, bob.car, 20, form="Extended")
        assert len(wire.tables().demolitions.frame) == 0

    def test_both_cars_demolishing_each_other_are_two(self) -> None:
        wire, alice, bob = duel()
        wire.demolish(alice.car, bob.car, 20)
        wire.demolish(bob.car, alice.car, 20)
        found = wire.tables().demolitions
        assert sorted(found.attacker.tolist()) == [0, 1]

    def test_cars_without_players_are_unknown(self) -> None:
        wire, alice, _ = duel()
        wire.demolish(alice.car, wire.car(None), 20)
        found = wire.tables().demolitions
        assert found.attacker.tolist() == [0]
        assert found.victim.tolist() == [-1]

    def test_what_is_no_car_cannot_be_demolished(self) -> None:
        wire, alice, bob = duel()
        values: list[float | Actor | None] = [1, alice.car.actor, 1, wire.ball()]
        wire.record(bob.car.actor, "TAGame.Car_TA:ReplicatedDemolish", values, 20)
        assert len(wire.tables().demolitions.frame) == 0


class TestCounters:
    def test_each_change_is_a_row_with_its_rise(self) -> None:
        wire, alice, _ = duel()
        for frame, value in ((10, 50), (20, 70), (30, 170)):
            wire.scalar(alice.pri, "TAGame.PRI_TA:MatchScore", value, frame)
        found = wire.tables().counters
        assert found.frame.tolist() == [10, 20, 30]
        assert found.value.tolist() == [50, 70, 170]
        assert found.rise.tolist() == [50, 20, 100]
        assert (found.counter == Counter.SCORE).all()
        assert (found.player == 0).all()

    def test_a_value_of_the_first_frame_is_a_baseline(self) -> None:
        wire, alice, _ = duel()
        wire.scalar(alice.pri, GOALS, 3, 0)
        wire.scalar(alice.pri, GOALS, 4, 50)
        found = wire.tables().counters
        assert found.value.tolist() == [3, 4]
        assert found.rise.tolist() == [0, 1]

    def test_a_value_sent_again_is_no_row(self) -> None:
        wire, alice, _ = duel()
        for frame in (10, 20, 30):
            wire.scalar(alice.pri, GOALS, 1, frame)
        assert wire.tables().counters.frame.tolist() == [10]

    def test_rejoining_restores_counters_and_is_no_rise(self) -> None:
        wire, alice, _ = duel()
        wire.scalar(alice.pri, GOALS, 2, 10)
        wire.delete(alice.pri, 50)
        again = wire.pri("Alice", "Steam|1|0", frame=80)
        wire.scalar(again, GOALS, 2, 80)
        wire.scalar(again, GOALS, 3, 120)
        found = wire.tables().counters
        assert found.frame.tolist() == [10, 120]
        assert found.rise.tolist() == [2, 1]

    def test_every_player_and_every_counter_has_its_own(self) -> None:
        wire, alice, bob = duel()
        wire.scalar(alice.pri, GOALS, 1, 10)
        wire.scalar(bob.pri, GOALS, 1, 20)
        wire.scalar(bob.pri, "TAGame.PRI_TA:MatchDemolishes", 1, 30)
        found = wire.tables().counters
        assert found.player.tolist() == [0, 1, 1]
        assert found.counter.tolist() == [Counter.GOALS, Counter.GOALS, Counter.DEMOLISHES]
        assert found.rise.tolist() == [1, 1, 1]

    def test_spectators_have_no_counters(self) -> None:
        wire, _, _ = duel()
        wire.scalar(wire.pri("Caster", "Steam|9|0", team=None), GOALS, 1, 10)
        assert len(wire.tables().counters.frame) == 0


class TestStatEvents:
    def announce(self, wire: Wire, *events: tuple[int, str | None]) -> None:
        game = wire.actor(GAME)
        for frame, name in events:
            value = -1 if name is None else wire.object(f"StatEvents.Events.{name}")
            wire.scalar(game, "TAGame.GameEvent_Soccar_TA:ReplicatedStatEvent", value, frame)

    def test_goals_and_saves_are_named_and_others_are_other(self) -> None:
        wire = Wire()
        self.announce(wire, (5, "Goal"), (10, "Save"), (15, "EpicSave"), (20, "Demolition"))
        found = wire.tables().stat_events
        assert found.frame.tolist() == [5, 10, 15, 20]
        assert found.kind.tolist() == [
            StatEvent.GOAL,
            StatEvent.SAVE,
            StatEvent.EPIC_SAVE,
            StatEvent.OTHER,
        ]

    def test_taking_an_announcement_back_is_no_event(self) -> None:
        wire = Wire()
        self.announce(wire, (5, "Save"), (10, None), (15, "Save"))
        assert wire.tables().stat_events.frame.tolist() == [5, 15]


class TestItems:
    def test_an_item_is_received_then_used(self) -> None:
        wire, _, bob = duel()
        item = wire.actor("Archetypes.SpecialPickups.SpecialPickup_GrapplingHook", 50)
        wire.scalar(item, "TAGame.CarComponent_TA:Vehicle", bob.car.actor, 50, extra=1)
        wire.switch(item, (80, 1), (90, 2))
        found = wire.tables().items
        assert found.frame.tolist() == [50, 80]
        assert found.is_use.tolist() == [False, True]
        assert found.player.tolist() == [1, 1]
        assert found.item == ["GrapplingHook", "GrapplingHook"]

    def test_an_item_is_no_part_of_the_car(self) -> None:
        wire, _, bob = duel()
        item = wire.actor("Archetypes.SpecialPickups.SpecialPickup_BoostOverride", 50)
        wire.scalar(item, "TAGame.CarComponent_TA:Vehicle", bob.car.actor, 50, extra=1)
        wire.switch(item, (80, 1))
        assert len(wire.tables().activations.frame) == 0

    def test_an_item_of_nobody_has_no_player(self) -> None:
        wire, _, _ = duel()
        wire.actor("Archetypes.SpecialPickups.SpecialPickup_Tornado", 50)
        assert wire.tables().items.player.tolist() == [-1]


class TestTiles:
    TILE = "ShatterShot_P.TheWorld:PersistentLevel.BreakOutActor_Platform_TA_42"
    STATE = "TAGame.BreakOutActor_Platform_TA:DamageState"

    def test_damage_has_tile_state_offender_and_place(self) -> None:
        wire, _, bob = duel()
        tile = wire.actor(self.TILE)
        wire.record(tile, self.STATE, [1, 1, bob.pri, 12.5, -30, 0.04, 1], 40)
        wire.record(tile, self.STATE, [2, 1, None, 0, 0, 0, 0], 60)
        found = wire.tables().tiles
        assert found.frame.tolist() == [40, 60]
        assert found.tile.tolist() == [42, 42]
        assert found.state.tolist() == [1, 2]
        assert found.offender.tolist() == [1, -1]
        assert found.ball_position[0] == pytest.approx([1250, -3000, 4])
        assert found.direct_hit.tolist() == [True, False]

    def test_other_modes_have_none(self) -> None:
        wire, _, _ = duel()
        tiles = wire.tables().tiles
        assert tiles.frame.shape == (0,)
        assert tiles.ball_position.shape == (0, 3)
        assert tiles.ball_position.dtype == np.float32
