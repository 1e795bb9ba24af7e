"""Ids are given out as the game does: the lowest that has rested."""

import pytest

from rlcoach.synth.writing import Era
from rlcoach.synth.writing.actors import REST_FRAMES, Draft, IdsExhaustedError, with_ids
from rlcoach.synth.writing.schema import NO_PARENT, schema
from rlcoach.synth.writing.tables import Archetype, tables_of
from tests.synth.writing.reading import ERAS

ARCHETYPE = Archetype("Archetypes.Car.Car_Default", "TAGame.Car_TA")


def draft(birth: int, death: int) -> Draft:
    """An actor that lives for a while."""
    return Draft(ARCHETYPE, "Car", birth, death)


class TestIds:
    def test_actors_alive_together_have_different_ones(self) -> None:
        lives = with_ids([draft(0, 100), draft(0, 50), draft(20, 100)], limit=10)

        assert [life.actor_id for life in lives] == [0, 1, 2]

    def test_a_freed_one_rests_before_it_is_used_again(self) -> None:
        lives = with_ids([draft(0, 10), draft(11, 20), draft(10 + REST_FRAMES, 999)], limit=10)

        assert [life.actor_id for life in lives] == [0, 1, 0]

    def test_drafts_keep_their_order(self) -> None:
        lives = with_ids([draft(50, 60), draft(0, 10)], limit=10)

        assert [(life.number, life.birth, life.actor_id) for life in lives] == [
            (0, 50, 1),
            (1, 0, 0),
        ]

    def test_more_than_there_are_channels(self) -> None:
        with pytest.raises(IdsExhaustedError):
            with_ids([draft(0, 10)] * 3, limit=2)


class TestSchema:
    @pytest.mark.parametrize("era", ERAS)
    def test_children_count_on_from_their_parents(self, era: Era) -> None:
        known = schema(era.classes, era.lacks)

        for each in known.classes:
            first = 0 if each.parent == NO_PARENT else known.size(each.parent)
            own = [known.stream_ids[each.name][name] for name in each.attributes]
            assert own == list(range(first, known.size(each.name)))

    def test_what_a_build_lacks_is_not_there(self) -> None:
        era = ERAS[0]
        attribute = "TAGame.Car_TA:DodgesRefreshedCounter"

        full, less = schema(era.classes, era.lacks), schema(era.classes, frozenset({attribute}))

        assert attribute in full.stream_ids["TAGame.Car_TA"]
        assert attribute not in less.stream_ids["TAGame.Car_TA"]
        assert less.size("TAGame.Car_TA") == full.size("TAGame.Car_TA") - 1


def test_tables_number_names_as_they_come() -> None:
    tables = tables_of(ERAS[0])
    count = len(tables.objects)

    assert tables.object_id("Something") == count
    assert tables.object_id("Something") == count
    assert tables.class_id("A.Class") == count + 1
    assert tables.class_id("A.Class") == count + 1
    assert tables.extra_classes == ["A.Class"]
    assert tables.stream_id(ARCHETYPE, "TAGame.Car_TA:Unheard") is None
