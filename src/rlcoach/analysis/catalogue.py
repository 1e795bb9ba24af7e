"""Looking things up in the catalogue, and its definitions in words.

The one place that turns a definition into sentences: the command line and the documentation show
what this module says.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Direction,
    EventDefinition,
    EventField,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.definitions import EVENTS, STATS

ALL_MODES = "all"
_BETTER = {
    Direction.HIGHER: "higher is better",
    Direction.LOWER: "lower is better",
    Direction.NEUTRAL: "neither is better",
}
_MOST_SUGGESTIONS = 5


def group_of(key: str) -> str:
    """`boost` of `boost.bpm`."""
    return key.partition(".")[0]


def title_of(group: str) -> str:
    """A group's name as a heading."""
    return group.replace("_", " ").capitalize()


def stat_groups(stats: Mapping[str, StatDefinition] = STATS) -> dict[str, list[StatDefinition]]:
    """Statistics by group, groups and statistics in the order of the catalogue."""
    groups: dict[str, list[StatDefinition]] = {}
    for key, definition in stats.items():
        groups.setdefault(group_of(key), []).append(definition)
    return groups


def matching_stats(word: str, stats: Mapping[str, StatDefinition] = STATS) -> list[StatDefinition]:
    """The statistic of that key, else those of that group, else those whose key starts so."""
    if word in stats:
        return [stats[word]]
    group = [one for key, one in stats.items() if group_of(key) == word]
    return group or [one for key, one in stats.items() if key.startswith(word)]


def matching_events(
    word: str, events: Mapping[str, EventDefinition] = EVENTS
) -> list[EventDefinition]:
    """The kind of that key, else those whose key starts so."""
    if word in events:
        return [events[word]]
    return [one for key, one in events.items() if key.startswith(word)]


def suggestions(word: str, known: Iterable[str] | None = None) -> list[str]:
    """Keys somebody may have meant: alike as a whole, alike after the dot, or holding the word."""
    keys = list([*STATS, *EVENTS] if known is None else known)
    names = {key.partition(".")[2] or key: key for key in keys}
    wanted = word.lower()
    last = wanted.rpartition(".")[2]
    found = difflib.get_close_matches(wanted, keys, n=_MOST_SUGGESTIONS)
    found += [key for key in keys if len(last) > 2 and last in key]
    found += [names[name] for name in difflib.get_close_matches(last, names)]
    return list(dict.fromkeys(found))[:_MOST_SUGGESTIONS]


def stat_facts(definition: StatDefinition) -> dict[str, str]:
    """What a definition says beside its key, label and formula, by name."""
    scopes = " and ".join(Scope(scope).value for scope in definition.scopes)
    facts = {
        "unit": unit_words(definition.unit),
        "of": scopes,
        "direction": _BETTER[definition.direction],
        "counted over": definition.mask.value,
        "thresholds": threshold_words(definition.thresholds),
        "counted from": ", ".join(definition.events),
        "modes": mode_words(definition.modes),
        "source": definition.source,
        "confidence": confidence_words(definition),
    }
    return {name: text for name, text in facts.items() if text}


def event_facts(definition: EventDefinition) -> dict[str, str]:
    """What a kind of event says beside its key, label and summary, by name."""
    facts = {
        "found by": definition.approach,
        "limits": definition.limits,
        "kinds": "; ".join(f"{word}: {says}" for word, says in definition.kinds.items()),
        "success": definition.success,
        "thresholds": threshold_words(definition.thresholds),
        "modes": mode_words(definition.modes),
        "source": definition.source,
        "confidence": confidence_words(definition),
    }
    return {name: text for name, text in facts.items() if text}


def confidence_words(definition: StatDefinition | EventDefinition) -> str:
    """How far to trust it, and whether it is experimental."""
    word = definition.confidence.value
    return f"{word}, experimental" if definition.is_experimental else word


def unit_words(unit: Unit) -> str:
    """The unit; empty for numbers that have none."""
    return unit.value


def field_words(field: EventField) -> str:
    """A field of an event with its unit."""
    return f"{field.about} ({field.unit.value})" if field.unit.value else field.about


def threshold_words(thresholds: Mapping[str, float]) -> str:
    """Thresholds with their names, which hold the unit."""
    return ", ".join(f"{name} = {value:g}" for name, value in thresholds.items())


def mode_words(modes: frozenset[str] | None) -> str:
    """The modes something applies in."""
    if modes is None:
        return ALL_MODES
    if modes == SOCCAR_LIKE:
        return f"with goals at both ends: {', '.join(sorted(modes))}"
    return ", ".join(sorted(modes))
