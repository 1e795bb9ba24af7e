"""The catalogue itself, and looking things up in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rlcoach.analysis import catalogue, stats_page
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    EventDefinition,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.definitions import EVENT_MODULES, EVENTS, STAT_MODULES, STATS

STAT_KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9][a-z0-9_]*")
EVENT_KEY = re.compile(r"[a-z][a-z0-9_]*")
DEMOS = STATS["demo.inflicted"]
FAMILY = {
    key: replace(DEMOS, key=key, label=key.partition(".")[2])
    for key in ("demo.inflicted", "demo.taken", "boost.bpm", "boost.avg_amount")
}


def stats() -> list[StatDefinition]:
    return [one for module in STAT_MODULES for one in module.DEFINITIONS]


def events() -> list[EventDefinition]:
    return [module.DEFINITION for module in EVENT_MODULES]


class TestDefinitions:
    def test_keys_are_unique(self) -> None:
        keys = [one.key for one in stats()] + [one.key for one in events()]
        assert len(keys) == len(set(keys))

    @pytest.mark.parametrize("one", stats(), ids=lambda one: one.key)
    def test_statistic_says_what_it_is(self, one: StatDefinition) -> None:
        assert STAT_KEY.fullmatch(one.key)
        assert one.label.strip()
        assert one.formula.strip()
        assert one.source.strip()
        assert one.scopes
        assert one.mask in Mask
        assert set(one.scopes) <= set(Scope)

    @pytest.mark.parametrize("one", stats(), ids=lambda one: one.key)
    def test_counts_have_no_decimals(self, one: StatDefinition) -> None:
        assert one.decimals >= 0
        if one.unit is Unit.COUNT:
            assert one.decimals == 0

    @pytest.mark.parametrize("one", stats(), ids=lambda one: one.key)
    def test_the_events_it_counts_exist(self, one: StatDefinition) -> None:
        assert set(one.events) <= EVENTS.keys()

    @pytest.mark.parametrize("one", events(), ids=lambda one: one.key)
    def test_event_says_what_it_is(self, one: EventDefinition) -> None:
        assert EVENT_KEY.fullmatch(one.key)
        for words in (one.label, one.summary, one.approach, one.limits, one.source):
            assert words.strip()
        assert all(EVENT_KEY.fullmatch(name) for name in one.fields)
        assert all(field.about.strip() for field in one.fields.values())

    @pytest.mark.parametrize("one", [*stats(), *events()], ids=lambda one: one.key)
    def test_thresholds_are_named_numbers(self, one: StatDefinition | EventDefinition) -> None:
        assert all(EVENT_KEY.fullmatch(name) for name in one.thresholds)
        assert all(value == value for value in one.thresholds.values())  # noqa: PLR0124 - NaN


class TestLookup:
    def test_a_whole_key_is_one_statistic(self) -> None:
        assert [one.key for one in catalogue.matching_stats("demo.taken", FAMILY)] == ["demo.taken"]

    def test_a_group_is_its_statistics(self) -> None:
        found = catalogue.matching_stats("boost", FAMILY)
        assert [one.key for one in found] == ["boost.bpm", "boost.avg_amount"]

    def test_the_beginning_of_a_key(self) -> None:
        assert [one.key for one in catalogue.matching_stats("boost.a", FAMILY)] == [
            "boost.avg_amount"
        ]
        assert [one.key for one in catalogue.matching_events("pick")] == ["pickup"]

    @pytest.mark.parametrize(
        ("word", "meant"),
        [
            ("demo.taaken", "demo.taken"),
            ("bpm", "boost.bpm"),
            ("boosts.bmp", "boost.bpm"),
            ("Taken", "demo.taken"),
            ("movement.avg_amount", "boost.avg_amount"),
        ],
    )
    def test_suggestions(self, word: str, meant: str) -> None:
        assert meant in catalogue.suggestions(word, FAMILY)

    def test_nothing_alike(self) -> None:
        assert catalogue.suggestions("zzzzzz", FAMILY) == []

    def test_groups_keep_their_order(self) -> None:
        assert list(catalogue.stat_groups(FAMILY)) == ["demo", "boost"]


class TestWords:
    def test_modes(self) -> None:
        assert catalogue.mode_words(None) == "all"
        assert catalogue.mode_words(frozenset({"hoops", "dropshot"})) == "dropshot, hoops"
        assert catalogue.mode_words(SOCCAR_LIKE).startswith("with goals at both ends: ")

    def test_thresholds(self) -> None:
        words = catalogue.threshold_words({"slow_uu_per_s": 1410.0, "share": 0.25})
        assert words == "slow_uu_per_s = 1410, share = 0.25"

    def test_what_is_empty_is_not_said(self) -> None:
        assert "thresholds" not in catalogue.stat_facts(DEMOS)


class TestPage:
    def test_holds_every_definition_and_links_to_it(self) -> None:
        page = stats_page.text()
        for key in [*STATS, *EVENTS]:
            assert f'<a id="{key}"></a>' in page
            assert f"(#{key})" in page
        assert page.endswith("\n")
        assert not page.endswith("\n\n")

    def test_shows_thresholds_and_fields(self) -> None:
        family = {
            "demo.taken": replace(DEMOS, key="demo.taken", thresholds={"fast_uu_per_s": 2200})
        }
        page = stats_page.text(family)
        assert "`fast_uu_per_s = 2200`" in page
        assert "| `is_big` |" in page
