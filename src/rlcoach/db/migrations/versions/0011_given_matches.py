"""How long each file is, and whose file gave somebody a match.

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_DURATION = "From its first to its last frame; null where it was analysed before this was kept."
_GIVEN_BY = (
    "Whose file brought it; null where he sent one himself, or proved his account when it was "
    "there already."
)
_FRAMES_BEFORE = "Of the analysed file: the one with more is the more complete. 0 for none."
_FRAMES = "Of the analysed file; 0 where only its header could be read."


def upgrade() -> None:
    """Goes forward."""
    op.alter_column("replays", "frames_count", comment=_FRAMES, existing_comment=_FRAMES_BEFORE)
    op.add_column(
        "replay_files", sa.Column("duration_seconds", sa.Float(), nullable=True, comment=_DURATION)
    )
    op.add_column(
        "user_replays", sa.Column("given_by_user_id", sa.Uuid(), nullable=True, comment=_GIVEN_BY)
    )
    op.create_foreign_key(
        "fk_user_replays_given_by_user_id",
        "user_replays",
        "users",
        ["given_by_user_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index("ix_user_replays_given_by_user_id", "user_replays", ["given_by_user_id"])


def downgrade() -> None:
    """Goes back."""
    op.drop_index("ix_user_replays_given_by_user_id", table_name="user_replays")
    op.drop_constraint("fk_user_replays_given_by_user_id", "user_replays")
    op.drop_column("user_replays", "given_by_user_id")
    op.drop_column("replay_files", "duration_seconds")
    op.alter_column("replays", "frames_count", comment=_FRAMES_BEFORE, existing_comment=_FRAMES)
