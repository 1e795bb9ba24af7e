"""Logs: their form, their ids, and what must not be in them."""

import asyncio
import io
import json
import logging
from typing import Any, cast

import pytest

from rlcoach.core.logging import configure_logging, get_logger, log_context

pytestmark = pytest.mark.usefixtures("quiet_logs")
log = get_logger("rlcoach.test")


@pytest.fixture
def stream() -> io.StringIO:
    """Where logs go."""
    stream = io.StringIO()
    configure_logging("debug", stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """What was logged."""
    return [cast("dict[str, Any]", json.loads(line)) for line in stream.getvalue().splitlines()]


class TestForm:
    def test_a_line_is_one_object(self, stream: io.StringIO) -> None:
        log.info("replay_stored", replay_id="1", seconds=0.5)
        (line,) = lines(stream)
        assert line.pop("at").endswith("Z")
        assert line == {
            "event": "replay_stored",
            "level": "info",
            "logger": "rlcoach.test",
            "replay_id": "1",
            "seconds": 0.5,
        }

    def test_other_libraries_look_the_same(self, stream: io.StringIO) -> None:
        logging.getLogger("uvicorn.error").warning("started on %s", 8000)
        (line,) = lines(stream)
        assert (line["event"], line["level"]) == ("started on 8000", "warning")
        assert line["logger"] == "uvicorn.error"

    def test_a_library_with_handlers_of_its_own_writes_once(self) -> None:
        stream, elsewhere = io.StringIO(), io.StringIO()
        logging.getLogger("uvicorn").handlers = [logging.StreamHandler(elsewhere)]
        configure_logging("info", stream)
        logging.getLogger("uvicorn").info("hello")
        assert len(lines(stream)) == 1
        assert elsewhere.getvalue() == ""

    def test_an_exception_stays_on_its_line(self, stream: io.StringIO) -> None:
        try:
            raise ValueError("wrong")
        except ValueError:
            log.exception("failed")
        (line,) = lines(stream)
        assert "ValueError: wrong" in line["exception"]

    def test_less_than_the_level_is_left_out(self, stream: io.StringIO) -> None:
        configure_logging("warning", stream)
        log.info("unseen")
        logging.getLogger("other").info("unseen")
        assert stream.getvalue() == ""


class TestContext:
    def test_ids_are_on_every_line_inside_and_on_none_after(self, stream: io.StringIO) -> None:
        with log_context(request_id="r1"), log_context(user_id="u1"):
            log.info("inside")
            logging.getLogger("other").info("inside too")
        log.info("after")
        inside, other, after = lines(stream)
        assert (inside["request_id"], inside["user_id"]) == ("r1", "u1")
        assert (other["request_id"], other["user_id"]) == ("r1", "u1")
        assert not {"request_id", "user_id", "job_id"} & set(after)

    async def test_requests_at_the_same_time_keep_theirs(self, stream: io.StringIO) -> None:
        async def request(name: str) -> None:
            with log_context(request_id=name):
                await asyncio.sleep(0)
                log.info("answered", path=name)

        await asyncio.gather(request("a"), request("b"))
        assert all(line["request_id"] == line["path"] for line in lines(stream))
        assert len(lines(stream)) == 2


class TestRedaction:
    @pytest.mark.parametrize(
        "field",
        ["token", "access_token", "password", "Authorization", "cookie", "email", "api_key"],
    )
    def test_fields_named_like_secrets(self, stream: io.StringIO, field: str) -> None:
        log.info("event", **{field: "hidden"}, nested={field: ["hidden"]})
        assert "hidden" not in stream.getvalue()
        assert lines(stream)[0][field] == "[redacted]"

    @pytest.mark.parametrize(
        ("secret", "text"),
        [
            ("somebody@example.org", "no user somebody@example.org"),
            ("pa55", "cannot reach postgresql://app:pa55@db/rlcoach"),  # pragma: allowlist secret
            ("abcdef123456", "token rlc_abcdef123456 refused"),
            ("c2ln", "got eyJhbGciOi.eyJzdWIi.c2ln"),  # pragma: allowlist secret - made up
            ("opaque", "header Bearer opaque"),
            ("4eC39Hq", "key sk_live_4eC39Hq"),  # pragma: allowlist secret - made up
            ("key-1", "key sk-ant-key-1"),
            ("abc123", "GET /callback?state=abc123&code=abc123"),
        ],
    )
    def test_texts_that_hold_secrets(self, stream: io.StringIO, secret: str, text: str) -> None:
        log.info("event", reason=text, several=[text], nested={"a": {"b": text}})
        logging.getLogger("other").warning("%s", text)
        try:
            raise ValueError(text)
        except ValueError:
            log.exception("failed")
        assert secret not in stream.getvalue()
        assert stream.getvalue().count("[redacted]") >= 5

    def test_what_is_no_secret_stays(self, stream: io.StringIO) -> None:
        log.info("event", input_tokens=12, token_id="id-1", has_email=True, path="/a/b", none=None)
        (line,) = lines(stream)
        assert (line["input_tokens"], line["token_id"], line["has_email"]) == (12, "id-1", True)
        assert (line["path"], line["none"]) == ("/a/b", None)

    def test_a_long_text_takes_no_long_time(self, stream: io.StringIO) -> None:
        log.info("event", text="a" * 1_000_000)
        assert len(stream.getvalue()) > 1_000_000
