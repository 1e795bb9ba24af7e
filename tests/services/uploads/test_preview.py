"""What a header says, in every form it comes in."""

import pytest

from rlcoach.replay.decode import decode_header
from rlcoach.services.uploads.preview import preview_of
from tests.builders.replay_files import small_replay


@pytest.mark.parametrize(
    ("date", "saved_at"),
    [
        ("2026-11-20 21-15-00", "2026-11-20T21:15:00"),
        ("2017-05-20:18-30", "2017-05-20T18:30:00"),
        ("20 May 2017", None),
    ],
    ids=["of today", "of 2017", "of nobody"],
)
def test_the_date_is_read_in_both_forms(date: str, saved_at: str | None) -> None:
    header = decode_header(small_replay(date=date))
    found = preview_of(header).saved_at_local
    assert (None if found is None else found.isoformat()) == saved_at
