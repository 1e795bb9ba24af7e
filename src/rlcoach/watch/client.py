"""Uploads to a server, and what its answers mean for the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Annotated, Final, Literal

import httpx
from pydantic import BaseModel, StringConstraints, ValidationError

import rlcoach
from rlcoach.report.text import encodable
from rlcoach.watch.address import is_this_machine
from rlcoach.watch.errors import TokenRefused
from rlcoach.watch.pace import retry_after_seconds
from rlcoach.watch.queue import GameAnswer
from rlcoach.watch.token import Token

MOST_GAMES_IN_A_BATCH: Final = 10
MOST_BYTES_IN_A_BATCH: Final = 32 * 1024 * 1024
WATCHER: Final = "rlcoach-watch"
_UPLOAD_PATH: Final = "/api/v1/replays/upload"
# A server looks into the first files of a batch before it answers.
_TIMEOUT: Final = httpx.Timeout(connect=10.0, read=120.0, write=60.0, pool=10.0)
_LONGEST_MESSAGE_CHARACTERS: Final = 300


@dataclass(frozen=True)
class OutgoingGame:
    """A game on its way."""

    sha256: str
    filename: str
    content: bytes


@dataclass(frozen=True)
class Answered:
    """The server answered for every game of a batch."""

    games: list[GameAnswer]


@dataclass(frozen=True)
class BatchRefused:
    """The server will not have this request; sent one by one, one of its games may be at fault."""

    code: str
    message: str


@dataclass(frozen=True)
class Busy:
    """The server asks to wait; None where it does not say how long."""

    message: str
    seconds: float | None


@dataclass(frozen=True)
class Failed:
    """No answer, or one that makes no sense."""

    message: str
    may_be_a_game: bool
    """Whether one of the games could be what the server failed at."""


Answer = Answered | BatchRefused | Busy | Failed


class _FileRead(BaseModel):
    id: str | None = None
    status: Literal["accepted", "duplicate", "rejected"]
    sha256: str | None = None
    replay_id: str | None = None
    code: str | None = None
    message: str | None = None


class _UploadRead(BaseModel):
    files: list[_FileRead]


class _Problem(BaseModel):
    type: Annotated[str, StringConstraints(pattern="^urn:rlcoach:problem:")]
    """Tells the server's problems from JSON of what stands in front of it."""
    code: str | None = None
    title: str | None = None
    detail: str | None = None


class UploadClient:
    """Sends games to one server with one token. Use as an async context."""

    def __init__(
        self, server: str, token: Token, *, now: Callable[[], datetime], program: str = WATCHER
    ) -> None:
        """Connects to nothing yet.

        Args:
            server: An address from `address.server_address`.
            token: Who sends.
            now: The clock.
            program: What the server is told that it talks to.
        """
        self._now = now
        self._url = server + _UPLOAD_PATH
        self._http = httpx.AsyncClient(
            headers={
                "Authorization": f"Bearer {token.secret}",
                "User-Agent": f"{program}/{rlcoach.__version__}",
            },
            timeout=_TIMEOUT,
            # Redirects could carry the token to another server.
            follow_redirects=False,
            # A proxy would get unencrypted what is for this machine alone.
            trust_env=not is_this_machine(httpx.URL(server).host),
        )

    async def __aenter__(self) -> UploadClient:
        """Opens the connection pool."""
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes all connections."""
        await self._http.__aexit__(kind, error, trace)

    async def send(self, games: Sequence[OutgoingGame]) -> Answer:
        """Sends games in one request.

        Raises:
            TokenRefused: the server does not know the token, or the token may not upload.
        """
        parts = [
            ("files", (encodable(game.filename), game.content, "application/octet-stream"))
            for game in games
        ]
        try:
            response = await self._http.post(self._url, files=parts)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Failed(f"the server cannot be reached ({_cause(error)})", may_be_a_game=False)
        except httpx.HTTPError as error:
            return Failed(f"the connection broke ({_cause(error)})", may_be_a_game=True)
        return self._understand(response, games)

    def _understand(self, response: httpx.Response, games: Sequence[OutgoingGame]) -> Answer:
        status = response.status_code
        if status == 200:
            return _answered(response, games)
        problem = _problem(response)
        message = _words(problem, status)
        if status in {401, 403} and problem is not None:
            raise TokenRefused(_refusal(status, problem))
        if status in {429, 503}:
            wait = retry_after_seconds(response.headers.get("Retry-After"), self._now())
            return Busy(message, wait)
        # 413 is as clear from whatever stands in front; what else that refuses may pass.
        if status == 413 or (status in {400, 422} and problem is not None):
            code = None if problem is None else problem.code
            return BatchRefused(code or f"http_{status}", message)
        if response.is_redirect:
            target = response.headers.get("Location", "")[:_LONGEST_MESSAGE_CHARACTERS]
            return Failed(
                f"the server sends to {target!r}: if that is right, give its address as --server",
                may_be_a_game=False,
            )
        if status in {404, 405}:
            return Failed(
                f"there is no rlcoach server at this address (it answers {status})",
                may_be_a_game=False,
            )
        # All of these come from what stands in front of a server.
        return Failed(message, may_be_a_game=status not in {401, 403, 502, 504})


def _answered(response: httpx.Response, games: Sequence[OutgoingGame]) -> Answer:
    """The answers in the order sent; anything that does not fit is no answer at all."""
    try:
        files = _UploadRead.model_validate_json(response.content).files
    except ValidationError:
        return Failed("the server's answer is not that of rlcoach", may_be_a_game=False)
    pairs = list(zip(games, files, strict=False))
    is_ours = all(file.sha256 in {None, game.sha256} for game, file in pairs)
    if len(files) != len(games) or not is_ours:
        return Failed("the server's answer is for other files", may_be_a_game=False)
    return Answered([_game_answer(game, file) for game, file in pairs])


def _game_answer(game: OutgoingGame, file: _FileRead) -> GameAnswer:
    return GameAnswer(
        sha256=game.sha256,
        status="sent" if file.status == "accepted" else file.status,
        file_id=file.id,
        replay_id=file.replay_id,
        code=file.code,
        message=None if file.message is None else file.message[:_LONGEST_MESSAGE_CHARACTERS],
    )


def _problem(response: httpx.Response) -> _Problem | None:
    """What the server says is wrong; None where something in front of it answered."""
    try:
        return _Problem.model_validate_json(response.content)
    except ValidationError:
        return None


def _words(problem: _Problem | None, status: int) -> str:
    said = None if problem is None else problem.detail or problem.title
    return (said or f"the server answers with an error ({status})")[:_LONGEST_MESSAGE_CHARACTERS]


def _refusal(status: int, problem: _Problem) -> str:
    if status == 401:
        said = "the server does not take the token: it is wrong, or has ended"
    elif problem.code == "scope_missing":
        said = "the token is not allowed to upload: it needs the scope replays:write"
    else:
        said = f"the server does not allow the upload: {_words(problem, status)}"
    return f"{said}. Make a new token and start again; nothing that waits is lost"


def _cause(error: httpx.HTTPError) -> str:
    return str(error)[:_LONGEST_MESSAGE_CHARACTERS] or type(error).__name__
