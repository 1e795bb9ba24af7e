"""Which stretch of a match its analysed file holds.

Revision: 0008
After: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_FROM = "First moment of play in the file, on a clock that is -300 at kickoff and 0 at full time."
_TO = "Last moment of play in the file, on the same clock; above 0 in overtime."


def upgrade() -> None:
    """Goes forward."""
    op.add_column(
        "replays", sa.Column("covered_from_seconds", sa.Float(), nullable=True, comment=_FROM)
    )
    op.add_column(
        "replays", sa.Column("covered_to_seconds", sa.Float(), nullable=True, comment=_TO)
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_column("replays", "covered_to_seconds")
    op.drop_column("replays", "covered_from_seconds")
