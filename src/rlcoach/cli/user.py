"""`rlcoach user add`: makes a user by hand, for a machine where nobody signs in."""

from __future__ import annotations

import argparse

from sqlalchemy.ext.asyncio import AsyncSession

from rlcoach.cli.database import in_database
from rlcoach.report.text import terminal
from rlcoach.services.users.service import add_user
from rlcoach.services.users.views import Profile


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="make a user, and print his id")
    add.add_argument("name", metavar="NAME", help="as it is shown")
    add.add_argument("--email", help="for signing in later with an account of this address")
    add.add_argument(
        "--time-zone", default="UTC", metavar="ZONE", help="for example Europe/Berlin; UTC if unset"
    )


def run(options: argparse.Namespace) -> int:
    """Makes the user; the database is that of the running product, or of DATABASE_URL."""

    async def add(db: AsyncSession) -> Profile:
        return await add_user(
            db, display_name=options.name, email=options.email, time_zone=options.time_zone
        )

    user = in_database(add)
    print(terminal(f"user {user.id} ({user.display_name}, {user.time_zone})"))
    return 0
