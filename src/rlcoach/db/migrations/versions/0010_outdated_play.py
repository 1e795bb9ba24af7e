"""Whose play has to be made anew, and which claims were taken back.

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_OUTDATED = (
    "Of the latest change that sessions, days, starts and who he is do not follow yet; null "
    "where they follow all."
)
_REMOVED = "When the user took it back; the row goes once its labels are gone."


def upgrade() -> None:
    """Goes forward."""
    op.add_column(
        "users",
        sa.Column("play_outdated_at", sa.DateTime(timezone=True), nullable=True, comment=_OUTDATED),
    )
    op.create_index(
        "ix_users_play_outdated_at",
        "users",
        ["play_outdated_at"],
        postgresql_where=sa.text("play_outdated_at IS NOT NULL"),
    )
    op.add_column(
        "player_claims",
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True, comment=_REMOVED),
    )


def downgrade() -> None:
    """Goes back. What was taken back stays away."""
    op.execute("DELETE FROM player_claims WHERE removed_at IS NOT NULL")
    op.drop_column("player_claims", "removed_at")
    op.drop_index("ix_users_play_outdated_at", table_name="users")
    op.drop_column("users", "play_outdated_at")
