"""`docs/stats.md`: the catalogue as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rlcoach.analysis.catalogue import (
    event_facts,
    field_words,
    stat_facts,
    stat_groups,
    title_of,
)
from rlcoach.analysis.definition import EventDefinition, StatDefinition
from rlcoach.analysis.definitions import EVENTS, STATS

_INTRODUCTION = """\
# Statistics and events

Written from the catalogue by `python3 scripts/project.py generate`; `rlcoach stats KEY` shows the
same. Keys are the same in reports, charts and here. Statistics that do not apply to a match are
absent from its report, never zero; so are kinds of events.

*Counted over* names the part of the recording a number looks at. *Confidence* is high where the
number was checked against labelled matches, medium where it is plausible, low for a first attempt.
Thresholds carry their unit in their name: `uu` are centimetres, `uu_per_s` centimetres a second.
"""


def text(
    stats: Mapping[str, StatDefinition] = STATS, events: Mapping[str, EventDefinition] = EVENTS
) -> str:
    """The page, ending with a newline."""
    return "\n".join([_INTRODUCTION, *_contents(stats, events), *_stats(stats), *_events(events)])


def _contents(
    stats: Mapping[str, StatDefinition], events: Mapping[str, EventDefinition]
) -> Iterator[str]:
    for group, definitions in stat_groups(stats).items():
        links = ", ".join(f"[{one.label}](#{one.key})" for one in definitions)
        yield f"- [{title_of(group)}](#group-{group}): {links}"
    links = ", ".join(f"[{one.label}](#{one.key})" for one in events.values())
    yield f"- [Events](#events): {links}"
    yield ""


def _stats(stats: Mapping[str, StatDefinition]) -> Iterator[str]:
    for group, definitions in stat_groups(stats).items():
        yield f'<a id="group-{group}"></a>'
        yield f"## {title_of(group)}"
        yield ""
        for one in definitions:
            yield from _entry(one.key, one.label, one.formula, stat_facts(one))


def _events(events: Mapping[str, EventDefinition]) -> Iterator[str]:
    yield "## Events"
    yield ""
    yield "Every event has a frame, a time, a player where it is somebody's, and a place."
    yield ""
    for one in events.values():
        yield from _entry(one.key, one.label, one.summary, event_facts(one))
        if one.fields:
            yield "| field | meaning |"
            yield "|---|---|"
            for name, field in one.fields.items():
                yield f"| `{name}` | {_cell(field_words(field))} |"
            yield ""


def _entry(key: str, label: str, says: str, facts: Mapping[str, str]) -> Iterator[str]:
    yield f'<a id="{key}"></a>'
    yield f"### {label} · `{key}`"
    yield ""
    yield says
    yield ""
    for name, fact in facts.items():
        shown = f"`{fact}`" if name == "thresholds" else fact
        yield f"- *{name}*: {shown}"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
