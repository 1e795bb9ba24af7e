"""The tables a body carries behind its frames: objects, names, classes and their attributes."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlcoach.synth.writing.bits import Bits, below
from rlcoach.synth.writing.era import Era
from rlcoach.synth.writing.schema import Schema, schema


@dataclass(frozen=True)
class Archetype:
    """What an actor is made from."""

    name: str
    class_name: str
    has_place: bool = True
    """It appears with its place; boost pads, which stand in the map, do not."""
    has_turn: bool = False
    """It appears with its rotation, as bodies do."""


@dataclass
class Tables:
    """Names by number; what is asked for the first time is added at the end."""

    schema: Schema
    objects: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    extra_classes: list[str] = field(default_factory=list)
    """Classes that no actor has: the game's mode, the kind of match."""
    _object_ids: dict[str, int] = field(default_factory=dict)
    _name_ids: dict[str, int] = field(default_factory=dict)

    def object_id(self, name: str) -> int:
        """Number of an object's name."""
        return _numbered(self.objects, self._object_ids, name)

    def class_id(self, name: str) -> int:
        """Number of a class that no actor has."""
        if name not in self.extra_classes:
            self.extra_classes.append(name)
        return self.object_id(name)

    def name_id(self, name: str) -> int:
        """Number of a name: of an actor, or of a state of the match."""
        return _numbered(self.names, self._name_ids, name)

    def stream_id(self, archetype: Archetype, attribute: str) -> int | None:
        """Number of an attribute among those of an actor; None where the era has no such."""
        return self.schema.stream_ids[archetype.class_name].get(attribute)

    def stream_limit(self, archetype: Archetype) -> int:
        """How many attributes an actor has."""
        return len(self.schema.stream_ids[archetype.class_name])

    def stream_bits(self, archetype: Archetype, stream_id: int) -> Bits:
        """An attribute's number as frames hold it."""
        return below(stream_id, self.stream_limit(archetype))


def tables_of(era: Era) -> Tables:
    """The tables of a file before anything is sent: all classes, each behind its attributes."""
    tables = Tables(schema(era.classes, era.lacks))
    for one in tables.schema.classes:
        for attribute in one.attributes:
            tables.object_id(attribute)
        tables.object_id(one.name)
    return tables


def _numbered(table: list[str], ids: dict[str, int], name: str) -> int:
    known = ids.get(name)
    if known is None:
        known = ids[name] = len(table)
        table.append(name)
    return known
