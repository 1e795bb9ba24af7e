"""`rlcoach stats`: what every statistic and kind of event means."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from rlcoach.analysis import catalogue
from rlcoach.analysis.definition import Direction, EventDefinition, StatDefinition
from rlcoach.analysis.definitions import EVENTS, STATS
from rlcoach.cli.errors import UsageError

_WIDTH_WITHOUT_TERMINAL = 140
_ARROWS = {Direction.HIGHER: "more", Direction.LOWER: "less", Direction.NEUTRAL: ""}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "Without KEY: everything there is, a line each. A whole key (boost.bpm, pickup) shows its "
        "definition, a group or the beginning of keys (boost) lists what is there."
    )
    parser.add_argument("key", nargs="?", metavar="KEY", help="a key, a group, or how keys begin")


def run(options: argparse.Namespace) -> int:
    """Prints definitions.

    Raises:
        UsageError: nothing has such a key; names those that are alike.
    """
    width = None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    console.print(shown(options.key))
    return 0


def shown(key: str | None) -> RenderableType:
    """All definitions, those that match, or one in whole.

    Raises:
        UsageError: none matches.
    """
    if key is None:
        return _listed(list(STATS.values()), list(EVENTS.values()))
    stats, events = catalogue.matching_stats(key), catalogue.matching_events(key)
    if key in STATS:
        return stat_definition(STATS[key])
    if key in EVENTS:
        whole = event_definition(EVENTS[key])
        return Group(whole, Text(""), _listed(stats, [])) if stats else whole
    if not stats and not events:
        raise UsageError(_unknown(key))
    return _listed(stats, events)


def stat_definition(definition: StatDefinition) -> RenderableType:
    """Everything about one statistic."""
    facts = {"formula": definition.formula, **catalogue.stat_facts(definition)}
    return _definition(definition.key, definition.label, facts)


def event_definition(definition: EventDefinition) -> RenderableType:
    """Everything about one kind of event."""
    facts = {"is": definition.summary, **catalogue.event_facts(definition)}
    fields = {name: catalogue.field_words(one) for name, one in definition.fields.items()}
    counting = [one.key for one in STATS.values() if definition.key in one.events]
    if counting:
        facts["counted by"] = ", ".join(counting)
    whole = _definition(definition.key, definition.label, facts)
    return Group(whole, Text(""), Text("fields", style="bold"), _pairs(fields)) if fields else whole


def _definition(key: str, label: str, facts: Mapping[str, str]) -> RenderableType:
    headline = Text(label, style="bold").append(f"  {key}", style="dim")
    return Group(headline, _pairs(facts))


def _pairs(facts: Mapping[str, str]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, fact in facts.items():
        table.add_row(Text(name), Text(fact))
    return table


def _listed(stats: Sequence[StatDefinition], events: Sequence[EventDefinition]) -> RenderableType:
    parts: list[RenderableType] = []
    if stats:
        table = _table("statistic", "label", "unit", "better", "confidence", "counted over")
        for stat in stats:
            _add(
                table,
                stat.key,
                stat.label,
                catalogue.unit_words(stat.unit),
                _ARROWS[stat.direction],
                catalogue.confidence_words(stat),
                stat.mask.value,
            )
        parts.append(table)
    if events:
        table = _table("event", "label", "confidence", "is")
        for event in events:
            _add(table, event.key, event.label, catalogue.confidence_words(event), event.summary)
        parts += [Text(""), table] if parts else [table]
    return Group(*parts)


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for place, title in enumerate(titles):
        table.add_column(title, overflow="fold", no_wrap=place == 0)
    return table


def _add(table: Table, *cells: str) -> None:
    table.add_row(*(Text(cell) for cell in cells))


def _unknown(key: str) -> str:
    alike = catalogue.suggestions(key)
    meant = f"did you mean {', '.join(alike)}? " if alike else ""
    return f"there is no statistic or event {key!r}: {meant}`rlcoach stats` lists all"
