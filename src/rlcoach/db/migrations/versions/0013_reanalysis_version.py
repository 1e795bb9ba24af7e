"""Which version the tries of a new analysis were for.

Revision: 0013
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"

_VERSION = "What they were for; tries for an older version do not count. Null without any."
_ATTEMPTS = "Tries that were begun since the last analysis: they have an end."
_ATTEMPTS_BEFORE = "Tries for the newest version since the last analysis: they have an end."


def upgrade() -> None:
    """Goes forward. Tries so far may have been for any version: they no longer count."""
    op.add_column(
        "replays",
        sa.Column("reanalysis_version", sa.SmallInteger(), nullable=True, comment=_VERSION),
    )
    op.alter_column("replays", "reanalysis_attempts", comment=_ATTEMPTS)


def downgrade() -> None:
    """Goes back."""
    op.alter_column("replays", "reanalysis_attempts", comment=_ATTEMPTS_BEFORE)
    op.drop_column("replays", "reanalysis_version")
