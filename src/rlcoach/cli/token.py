"""`rlcoach token create`: makes an API token for a user."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.auth.api_tokens import SCOPES, Scope
from rlcoach.cli.database import in_database
from rlcoach.core.clock import utc_now
from rlcoach.db.models import Actor
from rlcoach.report.text import terminal
from rlcoach.services.tokens.service import TokenWish, create_token
from rlcoach.services.tokens.views import CreatedApiToken
from rlcoach.services.users.service import find_user


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    create = actions.add_parser(
        "create",
        help="make a token, and print it: this is the only time it is shown",
        epilog=" ".join(f"{scope}: {words}" for scope, words in SCOPES.items()),
    )
    create.add_argument(
        "--user", required=True, metavar="WHO", help="whose it is: name, e-mail address or id"
    )
    create.add_argument("--name", default="command line", help="what it is for")
    create.add_argument(
        "--scope",
        action="append",
        choices=[scope.value for scope in Scope],
        help="what it allows; may be given several times; replays:write if unset",
    )
    create.add_argument("--days", type=_days, help="how long it is good; for ever if unset")


def run(options: argparse.Namespace) -> int:
    """Makes the token. It alone goes to standard output, so that a script can take it."""
    now = utc_now()
    wish = TokenWish(
        name=options.name,
        scopes=[Scope(scope) for scope in options.scope or [Scope.WRITE]],
        expires_at=None if options.days is None else now + timedelta(days=options.days),
    )

    async def create(db: AsyncSession) -> tuple[str, CreatedApiToken]:
        user = await find_user(db, options.user)
        created = await create_token(db, user.id, wish, actor=Actor.OPERATOR, now=now)
        return user.display_name, created

    name, created = in_database(create)
    scopes = ", ".join(created.token.scopes)
    print(terminal(f"token of {name} for {scopes}; it is not shown again:"), file=sys.stderr)
    print(created.text)
    return 0


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 3650:
        raise argparse.ArgumentTypeError("1 to 3650 days")
    return days
