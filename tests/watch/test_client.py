"""What each answer of a server means."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest

from rlcoach.watch.client import (
    Answer,
    Answered,
    BatchRefused,
    Busy,
    Failed,
    OutgoingGame,
    UploadClient,
)
from rlcoach.watch.errors import TokenRefused
from rlcoach.watch.token import Token
from tests.watch.games import TOKEN, game, sha256
from tests.watch.upload_server import REJECTED_MARK, Mood, UploadServer

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def outgoing(content: bytes, name: str = "a.replay") -> OutgoingGame:
    return OutgoingGame(sha256(content), name, content)


def send(server: UploadServer, *games: OutgoingGame, token: str = TOKEN) -> Answer:
    async def run() -> Answer:
        async with UploadClient(server.url, Token(token), now=lambda: NOW) as client:
            return await client.send(games or [outgoing(game(1))])

    return asyncio.run(run())


class TestAnswered:
    def test_each_game_in_the_order_sent(self, server: UploadServer) -> None:
        send(server, outgoing(game(2)))
        answer = send(
            server, outgoing(game(1)), outgoing(game(2)), outgoing(game(3) + REJECTED_MARK)
        )
        assert isinstance(answer, Answered)
        assert [each.status for each in answer.games] == ["sent", "duplicate", "rejected"]
        assert [each.sha256 for each in answer.games[:2]] == [sha256(game(1)), sha256(game(2))]
        assert answer.games[2].message == "This is a replay of a game we do not know."
        assert answer.games[0].file_id is not None

    @pytest.mark.parametrize("name", ["späť ☃.replay", 'quo"te.replay', "new\nline.replay"])
    def test_names_of_all_kinds(self, server: UploadServer, name: str) -> None:
        assert isinstance(send(server, outgoing(game(1), name)), Answered)
        assert server.stored[sha256(game(1))] == 1

    def test_a_name_that_is_no_text(self, server: UploadServer) -> None:
        assert isinstance(send(server, outgoing(game(1), "\udcff.replay")), Answered)
        assert list(server.names.values()) == ["\ufffd.replay"]


class TestNoAnswer:
    @pytest.mark.parametrize(
        "body",
        [
            "hello",
            "[]",
            '{"files": []}',
            json.dumps({"files": [{"status": "accepted"}] * 2}),
            json.dumps({"files": [{"status": "accepted", "sha256": "0" * 64}]}),
            json.dumps({"files": [{"status": "swallowed"}]}),
        ],
    )
    def test_an_answer_that_does_not_fit(self, server: UploadServer, body: str) -> None:
        server.plain_answer = (200, body, {})
        assert isinstance(send(server), Failed)

    @pytest.mark.parametrize("mood", ["cut before", "cut after"])
    def test_a_connection_that_breaks(self, server: UploadServer, mood: Mood) -> None:
        server.mood = mood
        answer = send(server)
        assert isinstance(answer, Failed)
        assert answer.may_be_a_game

    def test_a_server_that_is_offline(self, server: UploadServer) -> None:
        server.stop()
        answer = send(server)
        assert isinstance(answer, Failed)
        assert not answer.may_be_a_game
        assert "cannot be reached" in answer.message

    @pytest.mark.parametrize(
        ("status", "may_be_a_game"), [(500, True), (502, False), (504, False), (418, True)]
    )
    def test_errors(self, server: UploadServer, status: int, may_be_a_game: bool) -> None:
        server.plain_answer = (status, "<h1>oh no</h1>", {})
        expected = f"the server answers with an error ({status})"
        assert send(server) == Failed(expected, may_be_a_game=may_be_a_game)

    @pytest.mark.parametrize("status", [404, 405])
    def test_another_kind_of_server(self, server: UploadServer, status: int) -> None:
        server.plain_answer = (status, "", {})
        answer = send(server)
        assert isinstance(answer, Failed)
        assert "no rlcoach server at this address" in answer.message

    def test_a_redirect_is_not_followed_with_the_token(self, server: UploadServer) -> None:
        server.plain_answer = (307, "", {"Location": f"{server.url}/elsewhere"})
        answer = send(server)
        assert isinstance(answer, Failed)
        assert "give its address as --server" in answer.message
        assert server.requests == 1


class TestBusy:
    @pytest.mark.parametrize("mood", ["busy 429", "busy 503"])
    @pytest.mark.parametrize(
        ("header", "seconds"),
        [("120", 120.0), ("Fri, 27 Nov 2026 12:01:00 GMT", 60.0), (None, None)],
    )
    def test_says_how_long(
        self, server: UploadServer, mood: Mood, header: str | None, seconds: float | None
    ) -> None:
        server.mood, server.retry_after = mood, header
        assert send(server) == Busy("Too much at the moment.", seconds)


class TestBatchRefused:
    def test_what_is_too_large(self, server: UploadServer) -> None:
        server.most_bytes_in_a_request = 10
        assert send(server) == BatchRefused("too_large", "This is too much at once.")

    def test_a_refusal_without_words(self, server: UploadServer) -> None:
        server.plain_answer = (413, "<h1>nginx</h1>", {})
        answer = send(server)
        assert answer == BatchRefused("http_413", "the server answers with an error (413)")


class TestSomethingInFrontOfTheServer:
    """A proxy, a firewall, a hotel's page: what it refuses says nothing of token and games."""

    @pytest.mark.parametrize("status", [401, 403])
    @pytest.mark.parametrize("text", ["<h1>Are you human?</h1>", '{"message": "Forbidden"}'])
    def test_does_not_end_the_watcher(self, server: UploadServer, status: int, text: str) -> None:
        server.plain_answer = (status, text, {})
        expected = f"the server answers with an error ({status})"
        assert send(server) == Failed(expected, may_be_a_game=False)

    @pytest.mark.parametrize("status", [400, 422])
    @pytest.mark.parametrize("text", ["<h1>plain HTTP was sent to HTTPS</h1>", '{"detail": "waf"}'])
    def test_does_not_reject_a_game(self, server: UploadServer, status: int, text: str) -> None:
        server.plain_answer = (status, text, {})
        expected = f"the server answers with an error ({status})"
        assert send(server) == Failed(expected, may_be_a_game=True)


class TestTokenRefused:
    def test_an_unknown_token(self, server: UploadServer) -> None:
        with pytest.raises(TokenRefused, match="wrong, or has ended") as raised:
            send(server, token="rlc_hidden")
        assert "hidden" not in str(raised.value)

    def test_a_token_that_may_not_upload(self, server: UploadServer) -> None:
        server.lacks_scope = True
        with pytest.raises(TokenRefused, match="replays:write"):
            send(server)

    def test_another_refusal(self, server: UploadServer) -> None:
        problem = {"type": "urn:rlcoach:problem:banned", "detail": "Not from this country."}
        server.plain_answer = (403, json.dumps(problem), {})
        with pytest.raises(TokenRefused, match="Not from this country"):
            send(server)


def test_a_proxy_is_not_asked_for_this_machine(
    server: UploadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert isinstance(send(server), Answered)
