"""A record becomes a file."""

from __future__ import annotations

from rlcoach.synth.match_record import MatchRecord, Saved, Scored
from rlcoach.synth.writing.balls import send_balls
from rlcoach.synth.writing.cars import send_cars
from rlcoach.synth.writing.cast import cast_of
from rlcoach.synth.writing.context import Writing
from rlcoach.synth.writing.era import BEFORE_REFRESHES, CURRENT, Era
from rlcoach.synth.writing.frames import network_of
from rlcoach.synth.writing.header import header
from rlcoach.synth.writing.keyframes import keyframe_frames
from rlcoach.synth.writing.match import send_match
from rlcoach.synth.writing.pads import send_pads
from rlcoach.synth.writing.people import send_people
from rlcoach.synth.writing.sections import Keyframe, body, section
from rlcoach.synth.writing.sheet import Sheet
from rlcoach.synth.writing.tables import tables_of

TICK_MARK_FRAMES = 45
"""A mark on the timeline stands that many frames before what it marks."""


class UnwritableRecordError(ValueError):
    """A record that no file can hold."""


def write_replay(record: MatchRecord, *, era: Era = CURRENT) -> bytes:
    """The bytes of a `.replay` file; the same record always gives the same.

    A record that does not count regained dodges is written as the current era was before it did.

    Raises:
        UnwritableRecordError: the record has no frames, or its clock does not run forward from
            above zero.
    """
    _check(record)
    if era == CURRENT and not record.sends_refreshes:
        era = BEFORE_REFRESHES
    tables = tables_of(era)
    cast = cast_of(record, era, tables)
    writing = Writing(
        record=record,
        era=era,
        tables=tables,
        cast=cast,
        sheet=Sheet(tables),
        keyframes=keyframe_frames(record),
    )
    for send in (send_match, send_people, send_balls, send_cars, send_pads):
        send(writing)
    network = network_of(
        record, writing.sheet.updates(), cast.lives, writing.keyframes, tables=tables, era=era
    )
    keyframes = [
        Keyframe(float(record.time[frame]), frame, int(network.frame_bits[frame]))
        for frame in writing.keyframes
    ]
    content = body(
        network.data,
        keyframes,
        _tick_marks(record),
        tables=tables,
        map_name=record.setting.map_name,
    )
    return section(header(writing)) + section(content)


def _check(record: MatchRecord) -> None:
    if not record.frame_count:
        raise UnwritableRecordError("a recording has at least one frame")
    time = record.time.astype("<f4")
    if not (time[0] > 0 and (time[1:] > time[:-1]).all() and (record.delta >= 0).all()):
        raise UnwritableRecordError("a file's time runs forward, from above zero")


def _tick_marks(record: MatchRecord) -> list[tuple[str, int]]:
    marks = []
    for one in record.happenings:
        frame = max(one.frame - TICK_MARK_FRAMES, 0)
        if isinstance(one, Scored):
            marks.append((f"Team{one.team}Goal", frame))
        elif isinstance(one, Saved):
            marks.append((f"Team{record.players[one.player].team}Save", frame))
    return marks
