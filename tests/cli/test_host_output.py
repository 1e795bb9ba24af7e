"""Lines of services as somebody at a terminal reads them."""

import json

from rlcoach.cli.host_output import readable


def test_our_own_lines_are_shortened() -> None:
    entry = {
        "outcome": "completed",
        "seconds": 1.42,
        "event": "upload_processed",
        "job_id": "01a21cd3",
        "logger": "rlcoach.services",
        "level": "info",
        "at": "2026-11-27T11:45:27Z",
    }
    assert readable(json.dumps(entry)) == "upload_processed outcome=completed seconds=1.42"
    failed = readable(json.dumps({**entry, "level": "error"}))
    assert failed == "ERROR: upload_processed outcome=completed seconds=1.42"


def test_that_something_was_looked_at_is_not_worth_a_line() -> None:
    answered = {"event": "request_answered", "method": "GET", "route": "/docs", "status": 200}
    assert readable(json.dumps(answered)) is None
    refused = readable(json.dumps({**answered, "status": 404}))
    assert refused == "request_answered method=GET route=/docs status=404"


def test_lines_of_others_stay_as_they_are() -> None:
    for line in ("database system is ready", "[1, 2]", '{"a": 1}', "17", ""):
        assert readable(line) == line
