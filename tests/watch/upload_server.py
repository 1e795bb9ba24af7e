"""A real server that takes uploads as the contract says, and can be told to misbehave."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import uvicorn
from fastapi import FastAPI, Request, UploadFile
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from tests.watch.games import TOKEN

Mood = Literal[
    "well", "slow", "busy 429", "busy 503", "broken 500", "broken 502", "cut before", "cut after"
]
REJECTED_MARK = b"the server rejects this"
POISON_MARK = b"the server falls over this"
MALFORMED_MARK = b"the server cannot parse this"


@dataclass(frozen=True)
class Reception:
    """One game in one request; times are of `time.monotonic`."""

    sha256: str
    token: str
    request: int
    began: float
    is_answered: bool
    """Whether an answer for it was sent to the end."""


class Cut(Response):
    """Announces more than it sends; the connection then breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"files', "more_body": False})


@dataclass
class UploadServer:
    """What it was sent, and how it is to behave. Runs in a thread of its own."""

    mood: Mood = "well"
    retry_after: str | None = "1"
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    lacks_scope: bool = False
    most_bytes_in_a_request: int | None = None
    plain_answer: tuple[int, str, dict[str, str]] | None = None
    stored: Counter[str] = field(default_factory=Counter)
    """How often each game was accepted."""
    names: dict[str, str] = field(default_factory=dict)
    receptions: list[Reception] = field(default_factory=list)
    batches: list[list[str]] = field(default_factory=list)
    requests: int = 0
    """With games in them."""
    greetings: int = 0
    """Requests without any."""
    port: int = 0
    _thread: threading.Thread | None = None
    _server: uvicorn.Server | None = None
    _reserved: socket.socket = field(default_factory=socket.socket)

    def __post_init__(self) -> None:
        """Takes a port for good; while nothing listens there, connections are refused."""
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._reserved.bind(("127.0.0.1", 0))
        self.port = self._reserved.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Goes online; returns when it answers."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", self.port))
        config = uvicorn.Config(self._app(), log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        self._server = server
        self._thread = threading.Thread(target=self._serve, args=(server, listening), daemon=True)
        self._thread.start()
        while not server.started:
            time.sleep(0.005)

    def stop(self) -> None:
        """Goes offline, in the middle of requests, too."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()
        self._server = None

    def close(self) -> None:
        """Stops and gives the port back."""
        self.stop()
        self._reserved.close()

    @staticmethod
    def _serve(server: uvicorn.Server, listening: socket.socket) -> None:
        async def serve() -> None:
            await server.serve(sockets=[listening])
            for connection in list(server.server_state.connections):
                # Who is cut off in the middle of a request must notice.
                connection.transport.abort()
            await asyncio.sleep(0)

        with listening:
            asyncio.run(serve())

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/api/v1/replays/upload")
        async def upload(request: Request, files: list[UploadFile] | None = None) -> Response:
            began = time.monotonic()
            mood = self.mood  # As it is when the request comes.
            if not files:
                self.greetings += 1
                nothing = problem(422, "malformed_request", "Send one or more files.")
                return self._refusal(request, mood, []) or nothing
            self.requests += 1
            number = self.requests
            contents = [(file.filename or "", await file.read()) for file in files]
            if (refusal := self._refusal(request, mood, contents)) is not None:
                return refusal
            if mood == "slow":
                await asyncio.sleep(0.3)
            self.batches.append([hashlib.sha256(content).hexdigest() for _, content in contents])
            answers = [self._take(name, content) for name, content in contents]
            is_cut = mood == "cut after"
            token = request.headers["authorization"].removeprefix("Bearer ")
            self.receptions += [
                Reception(sha, token, number, began, is_answered=not is_cut)
                for sha in self.batches[-1]
            ]
            if is_cut:
                return Cut()
            return JSONResponse({"upload_id": str(uuid.uuid4()), "files": answers})

        return app

    def _refusal(
        self, request: Request, mood: Mood, contents: list[tuple[str, bytes]]
    ) -> Response | None:
        if self.plain_answer is not None:
            status, body, headers = self.plain_answer
            return PlainTextResponse(body, status, headers)
        if (refusal := self._refusal_of_token(request)) is not None:
            return refusal
        if mood in {"busy 429", "busy 503"}:
            headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
            return problem(int(mood[-3:]), "busy", "Too much at the moment.", headers)
        if mood in {"broken 500", "broken 502"}:
            return PlainTextResponse("<h1>oh no</h1>", int(mood[-3:]))
        if mood == "cut before":
            return Cut()
        return self._refusal_of_contents([content for _, content in contents])

    def _refusal_of_token(self, request: Request) -> Response | None:
        # What follows a known token says who speaks, in stories with several watchers.
        known = tuple(f"Bearer {token}" for token in self.tokens)
        if not request.headers.get("authorization", "").startswith(known):
            return problem(401, "token_invalid", "This token is not known.")
        if self.lacks_scope:
            return problem(403, "scope_missing", "The scope replays:write is missing.")
        return None

    def _refusal_of_contents(self, contents: list[bytes]) -> Response | None:
        most = self.most_bytes_in_a_request
        if most is not None and sum(map(len, contents)) > most:
            return problem(413, "too_large", "This is too much at once.")
        if any(MALFORMED_MARK in content for content in contents):
            return problem(422, "malformed", "A part of this cannot be read.")
        if any(POISON_MARK in content for content in contents):
            return PlainTextResponse("Internal Server Error", 500)
        return None

    def _take(self, name: str, content: bytes) -> dict[str, object]:
        sha256 = hashlib.sha256(content).hexdigest()
        answer: dict[str, object] = {"filename": name, "sha256": sha256, "preview": None}
        if REJECTED_MARK in content:
            reason = "This is a replay of a game we do not know."
            nothing = {"id": None, "replay_id": None}
            return answer | nothing | {"status": "rejected", "code": "unknown", "message": reason}
        status = "duplicate" if sha256 in self.stored else "accepted"
        if status == "accepted":
            self.stored[sha256] += 1
            self.names[sha256] = name
        row = {"id": f"row of {sha256[:8]}", "replay_id": None, "code": None, "message": None}
        return answer | row | {"status": status}


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An error as the contract has it."""
    kind = f"urn:rlcoach:problem:{code}"
    body = {"type": kind, "title": "Error", "status": status, "code": code}
    return Response(
        json.dumps(body | {"detail": detail, "request_id": "r"}),
        status,
        headers,
        media_type="application/problem+json",
    )


@contextmanager
def running(server: UploadServer) -> Iterator[UploadServer]:
    """A server that is online in the block, and gone after it."""
    server.start()
    try:
        yield server
    finally:
        server.close()
