"""The watcher itself: one loop looks at the folders, another sends what waits.

A game is on disk as waiting before it is sent, and as answered as soon as its answer is there. The
one moment a kill can use is between the two: the game is then sent once more, the server knows
its bytes and answers `duplicate`. So nothing is lost, and nothing is there twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rlcoach.watch.client import (
    MOST_BYTES_IN_A_BATCH,
    MOST_GAMES_IN_A_BATCH,
    Answer,
    Answered,
    BatchRefused,
    Busy,
    Failed,
    OutgoingGame,
    UploadClient,
)
from rlcoach.watch.completeness import FileIncomplete, read_whole
from rlcoach.watch.errors import TokenRefused
from rlcoach.watch.pace import Pace
from rlcoach.watch.queue import GameAnswer, Queue, Signature, WaitingGame
from rlcoach.watch.scan import Scanner, list_replays
from rlcoach.watch.status import minute
from rlcoach.watch.timing import Timing

_LOOK_SHARE = 0.05
"""Of the time, about this much goes into listing folders at most, however many files they hold."""
_MOST_FAILURES_ONCE = 4
_SET_ASIDE_SECONDS = 30.0


class Display(Protocol):
    """Where the player sees what happens."""

    def say(self, text: str) -> None:
        """Something happened."""

    def show(self) -> None:
        """Counts may have changed."""


class Watcher:
    """Runs until it is stopped, or once through all that is there."""

    def __init__(
        self,
        queue: Queue,
        scanner: Scanner,
        *,
        client: UploadClient,
        pace: Pace,
        display: Display,
        timing: Timing,
    ) -> None:
        """Everything it works with is made by `run.watching`."""
        self._queue = queue
        self._scanner = scanner
        self._client = client
        self._pace = pace
        self._display = display
        self._timing = timing
        self._stopped = asyncio.Event()
        self._set_aside: dict[Path, float] = {}
        self._last_complaint: str | None = None

    def stop(self) -> None:
        """Ends `run` and `run_once` as soon as what is being sent is answered."""
        self._stopped.set()

    async def run(self) -> None:
        """Watches and sends until it is stopped.

        Raises:
            TokenRefused: the server does not take the token.
        """
        loops = [
            asyncio.create_task(self._scan_forever()),
            asyncio.create_task(self._send_forever()),
        ]
        try:
            await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            self.stop()
            await asyncio.wait(loops, timeout=self._timing.stop_grace_seconds)
        finally:
            for loop in loops:
                loop.cancel()
            results = await asyncio.gather(*loops, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def run_once(self) -> bool:
        """Sends what is in the folders now; whether nothing is left waiting.

        Raises:
            TokenRefused: the server does not take the token.
        """
        await self._scan()
        while self._scanner.has_unsettled() and not self._stopped.is_set():
            await self._sleep(self._timing.poll_seconds)
            await self._scan()
        while not self._stopped.is_set() and self._pace.failures < _MOST_FAILURES_ONCE:
            pause_seconds = self._pace.remaining_seconds()
            if pause_seconds > self._timing.once_patience_seconds:
                break
            await self._sleep(pause_seconds)
            if not await self._send_batch():
                break
        return self._queue.counts().waiting == 0

    async def _scan_forever(self) -> None:
        while not self._stopped.is_set():
            look_seconds = await self._scan()
            await self._sleep(max(self._timing.poll_seconds, look_seconds / _LOOK_SHARE))

    async def _scan(self) -> float:
        """Looks, and takes in what is ready; gives how long the look took, in seconds."""
        started = time.monotonic()
        look = self._scanner.look(started)
        look_seconds = time.monotonic() - started
        if look.vanished:
            self._queue.forget_files(look.vanished)
        for path, signature in look.ready:
            if self._stopped.is_set():
                break
            self._take_in(path, signature)
            await asyncio.sleep(0)  # So that a first start with many files sends meanwhile.
        self._display.show()
        return look_seconds

    def _take_in(self, path: Path, signature: Signature) -> None:
        if self._queue.is_to_stay(path, signature):  # Its drive was away.
            self._scanner.settle(path, signature)
            return
        try:
            content = read_whole(path, signature)
        except FileIncomplete as problem:
            if self._scanner.postpone(path, time.monotonic()):
                self._queue.add_incomplete(path, signature, str(problem))
                self._display.say(f"not sent as it is: {path.name}: {problem}")
            return
        sha256 = hashlib.sha256(content).hexdigest()
        self._queue.add(path, signature, sha256=sha256, seen_at=self._pace.now())
        self._scanner.settle(path, signature)

    async def _send_forever(self) -> None:
        is_known = False
        while not self._stopped.is_set():
            pause_seconds = self._pace.remaining_seconds()
            if pause_seconds > 0:
                await self._sleep(min(pause_seconds, self._timing.poll_seconds))
            elif not is_known:
                is_known = await self._greet()
            elif not await self._send_batch():
                await self._sleep(self._timing.poll_seconds)

    async def _greet(self) -> bool:
        """Asks whether the server would take a game; whether it would.

        Else a wrong address or token would show when the first game is saved, days later perhaps.
        """
        answer = await self._send([])
        if isinstance(answer, Busy | Failed):
            self._take_answer([], answer)
            return False
        # What it misses are games: address and token are right.
        self._pace.succeeded()
        self._queue.remember({"last_error": None, "last_error_at": None})
        self._last_complaint = None
        self._display.say("the server takes the token")
        return True

    async def _send_batch(self) -> bool:
        """Sends the next games; False where none waits that can be read."""
        now_seconds = time.monotonic()
        self._set_aside = {
            path: until for path, until in self._set_aside.items() if until > now_seconds
        }
        batch = self._queue.next_batch(
            most_games=MOST_GAMES_IN_A_BATCH,
            most_bytes=MOST_BYTES_IN_A_BATCH,
            without=self._set_aside.keys(),
        )
        if not batch:
            return False
        outgoing = [game for game in map(self._load, batch) if game is not None]
        if outgoing:
            self._take_answer(outgoing, await self._send(outgoing))
            self._display.show()
        return True

    async def _send(self, games: Sequence[OutgoingGame]) -> Answer:
        try:
            return await self._client.send(games)
        except TokenRefused as error:
            self._remember_error(str(error))
            raise

    def _load(self, game: WaitingGame) -> OutgoingGame | None:
        """The bytes of a game, if the file still holds exactly those."""
        try:
            with game.path.open("rb") as file:
                content = file.read(game.size_bytes + 1)
        except OSError:
            self._set_aside[game.path] = time.monotonic() + _SET_ASIDE_SECONDS
            return None
        if hashlib.sha256(content).hexdigest() != game.sha256:
            self._queue.forget_files([game.path])
            self._scanner.forget(game.path)
            return None
        return OutgoingGame(game.sha256, game.path.name, content)

    def _take_answer(self, sent: Sequence[OutgoingGame], answer: Answer) -> None:
        shas = [game.sha256 for game in sent]
        match answer:
            case Answered(games):
                self._record(sent, games)
            case BatchRefused(code, message) if len(sent) == 1:
                refused = GameAnswer(shas[0], "rejected", code=code, message=message)
                self._record(sent, [refused])
            case BatchRefused():
                self._queue.count_failure(shas, send_alone=True)
            case Busy(message, seconds):
                self._pause(message, self._pace.asked_to_wait(seconds))
            case Failed(message, may_be_a_game):
                if may_be_a_game:
                    self._queue.count_failure(shas)
                self._pace.failed()
                self._remember_error(message)
                self._complain(f"{message}; trying again", about=message)

    def _record(self, sent: Sequence[OutgoingGame], answers: Sequence[GameAnswer]) -> None:
        # First of all, as every moment until it is on disk is one in which a kill sends again.
        self._queue.record(answers, answered_at=self._pace.now())
        self._pace.succeeded()
        self._last_complaint = None
        for game, answer in zip(sent, answers, strict=True):
            self._display.say(_told(game.filename, answer))

    def _pause(self, message: str, until: datetime) -> None:
        self._queue.remember({"paused_until": until.isoformat(), "pause_reason": message})
        asked = f"the server asks to wait until {until.astimezone():%H:%M:%S}"
        by = self._queue.all_sent_at(until)
        if by is None:
            pace = ""
        else:
            pace = f" At this pace all {self._queue.counts().waiting} are sent by {minute(by)}"
        self._complain(f"{asked}: {message}{pace}", about=message)

    def _remember_error(self, message: str) -> None:
        self._queue.remember({"last_error": message, "last_error_at": self._pace.now().isoformat()})

    def _complain(self, text: str, *, about: str) -> None:
        """Says something once, not on every try."""
        if about != self._last_complaint:
            self._last_complaint = about
            self._display.say(text)

    async def _sleep(self, seconds: float) -> None:
        """Waits so long, or until the watcher is stopped."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)


def first_look(queue: Queue, folders: Sequence[Path], *, sends_old: bool | None) -> None:
    """Decides once what becomes of files that were there before the watcher.

    Args:
        queue: The queue.
        folders: The watched folders.
        sends_old: Whether such files are sent. None: yes at the first start, then as decided.
    """
    if sends_old:
        queue.take_old()
    if queue.has_looked():
        return
    old_files: dict[Path, Signature] = {}
    if sends_old is False:
        for folder in folders:
            list_replays(folder, old_files)
    queue.decide_first_look(old_files)


def _told(name: str, answer: GameAnswer) -> str:
    match answer.status:
        case "sent":
            return f"sent: {name}"
        case "duplicate":
            return f"already on the server: {name}"
        case "rejected":
            return f"rejected: {name}: {answer.message or answer.code or 'no reason given'}"
