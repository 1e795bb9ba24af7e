"""Which proved accounts have been given their matches.

Revision: 0009
After: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_COMMENT = "When the matches this account played in became the user's; null until then."


def upgrade() -> None:
    """Goes forward."""
    op.add_column(
        "oauth_accounts",
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True, comment=_COMMENT),
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_column("oauth_accounts", "matched_at")
