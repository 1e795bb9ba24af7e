"""Whole files: both decoders read what the record says."""

import pytest

from rlcoach.replay.decode import decode
from rlcoach.synth.writing import CURRENT, LEGACY, Era, write_replay
from tests.builders.records import match_record


@pytest.mark.parametrize("era", [CURRENT, LEGACY])
def test_a_match_is_read_to_its_last_frame(era: Era) -> None:
    record = match_record()

    raw = decode(write_replay(record, era=era))

    assert raw.degraded is None
    assert raw.network is not None
    assert raw.network.frame_count == record.frame_count
