"""The game's classes: which attributes an actor can send, and under which numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

NO_PARENT = "-"


@dataclass(frozen=True)
class GameClass:
    """A class, and what it adds to its parent."""

    name: str
    parent: str
    attributes: tuple[str, ...]
    """Names of its own, `<class>:<attribute>`."""


@dataclass(frozen=True)
class Schema:
    """All classes of an era, parents first where the file has them so."""

    classes: tuple[GameClass, ...]
    stream_ids: Mapping[str, Mapping[str, int]]
    """By class: the number of each attribute, inherited ones included."""

    def size(self, name: str) -> int:
        """How many attributes a class has, inherited ones included."""
        return len(self.stream_ids[name])


@cache
def schema(file: str, lacks: frozenset[str]) -> Schema:
    """The classes of a file beside this module, without the attributes in `lacks`."""
    text = resources.files("rlcoach.synth.writing").joinpath(f"data/{file}.txt").read_text("utf-8")
    classes = _parse(text, lacks)
    by_name = {one.name: one for one in classes}

    def numbered(name: str) -> dict[str, int]:
        if name not in by_name:
            return {}
        known = numbered(by_name[name].parent)
        own = by_name[name].attributes
        return known | {attribute: len(known) + at for at, attribute in enumerate(own)}

    return Schema(classes, {one.name: numbered(one.name) for one in classes})


def _parse(text: str, lacks: frozenset[str]) -> tuple[GameClass, ...]:
    """Lines of `<class> < <parent>`, each followed by indented lines of attributes."""
    found: list[GameClass] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            name, _, parent = line.split()
            found.append(GameClass(name, parent, ()))
            continue
        last = found.pop()
        own = [f"{last.name}:{attribute}" for attribute in line.split()]
        kept = tuple(attribute for attribute in own if attribute not in lacks)
        found.append(GameClass(last.name, last.parent, last.attributes + kept))
    return tuple(found)
