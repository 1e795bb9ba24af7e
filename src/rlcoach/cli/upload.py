"""`rlcoach upload`: replays of this machine to the product that runs on it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import tzlocal
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.auth.api_tokens import Scope
from rlcoach.cli.database import in_database
from rlcoach.cli.errors import UsageError
from rlcoach.cli.paths import named
from rlcoach.core.clock import utc_now
from rlcoach.core.settings import load_settings, read_variables
from rlcoach.db.models import Actor
from rlcoach.host.environment import API_VARIABLE
from rlcoach.host.errors import NotRunning
from rlcoach.host.services import running_environment
from rlcoach.report.text import terminal
from rlcoach.services.tokens.service import TokenWish, create_token, revoke_token
from rlcoach.services.tokens.views import CreatedApiToken
from rlcoach.services.users.local_player import local_player
from rlcoach.services.users.service import find_user
from rlcoach.watch.errors import WatchError
from rlcoach.watch.outcomes import Outcome, await_outcomes
from rlcoach.watch.queue import Counts, Queue
from rlcoach.watch.run import WatchJob, watch
from rlcoach.watch.state_file import open_state
from rlcoach.watch.timing import Timing
from rlcoach.watch.token import Token

_TOKEN_DAYS = 1
_PATIENT = Timing(
    poll_seconds=0.2,
    settle_seconds=0.0,  # They are old files, and each is looked at for being whole.
    once_patience_seconds=timedelta(hours=2).total_seconds(),  # A user's hour may be over.
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "Sent twice, a file is there once. Exit status: 0 all are analysed, 1 some are not, "
        "2 the call is wrong."
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a replay, or a folder of them")
    parser.add_argument(
        "--user",
        metavar="WHO",
        help="whose they are: name, e-mail address or id (default: the local player)",
    )


def run(options: argparse.Namespace) -> int:
    """Sends the files, then tells what their analyses came to."""
    paths = [path.absolute() for path in named(options.paths)]
    variables = read_variables()
    server = _server(variables)
    if options.user is None and load_settings(variables).is_production:
        raise UsageError("in production there is no local player: name whose they are with --user")
    with _token(options.user) as token, tempfile.TemporaryDirectory() as folder:
        job = WatchJob(
            folders=paths,
            server=server,
            token=token,
            state=Path(folder) / "upload.sqlite3",
            sends_old=True,
            once=True,
            timing=_PATIENT,
            program="rlcoach-upload",
        )
        try:
            watch(job, lambda *_: _Lines())
        except WatchError as error:
            _say(f"rlcoach: {error}")
            return 1
        with closing(open_state(job.state, server)) as connection:
            queue = Queue(connection)
            return _tell_outcomes(job, queue.sent(), queue.counts())


def _tell_outcomes(job: WatchJob, sent: Mapping[str, str], counts: Counts) -> int:
    failed: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        if not outcome.is_analysed:
            failed.append(outcome)
            _say(f"not analysed: {outcome.filename}: {outcome.message}")

    try:
        await_outcomes(job.server, job.token, sent, tell=note)
    except (httpx.HTTPError, ValidationError) as error:
        _say(f"the server does not say how they are going on ({type(error).__name__})")
        return 1
    parts = [f"{len(sent) - len(failed)} analysed"]
    parts += [
        f"{count} {words}"
        for count, words in (
            (len(failed), "could not be analysed"),
            (counts.duplicate, "there already"),
            (counts.rejected, "rejected"),
            (counts.incomplete, "not whole"),
            (counts.waiting, "not sent"),
        )
        if count
    ]
    nothing = "" if sent or len(parts) > 1 else " (there is no .replay file)"
    _say("done: " + ", ".join(parts) + nothing)
    return 1 if failed or counts.rejected or counts.incomplete or counts.waiting else 0


def _server(environment: Mapping[str, str]) -> str:
    address = running_environment(environment).get(API_VARIABLE)
    if address is None:
        raise NotRunning("rlcoach is not running on this machine: start it with `rlcoach up`.")
    return address


@contextmanager
def _token(who: str | None) -> Iterator[Token]:
    """A token for the time of the upload; one that a kill leaves behind ends by itself."""

    async def create(db: AsyncSession) -> tuple[UUID, CreatedApiToken]:
        if who is not None:
            user = await find_user(db, who)
        else:
            user = await local_player(db, time_zone=tzlocal.get_localzone_name())
        now = utc_now()
        ends_at = now + timedelta(days=_TOKEN_DAYS)
        wish = TokenWish(name="rlcoach upload", scopes=[Scope.WRITE], expires_at=ends_at)
        return user.id, await create_token(db, user.id, wish, actor=Actor.OPERATOR, now=now)

    user_id, created = in_database(create)

    async def revoke(db: AsyncSession) -> None:
        token_id = created.token.id
        await revoke_token(db, user_id, token_id=token_id, actor=Actor.OPERATOR, now=utc_now())

    try:
        yield Token(created.text)
    finally:
        in_database(revoke)


class _Lines:
    """What happens, as lines."""

    def say(self, text: str) -> None:
        """Something happened."""
        _say(text)

    def show(self) -> None:
        """Counts may have changed: the last line says them."""


def _say(text: str) -> None:
    print(terminal(text), flush=True)
