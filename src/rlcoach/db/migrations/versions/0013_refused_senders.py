"""Whose matches a user does not want to be given.

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_GIVEN_BY = "Whose file brought it, told to nobody; null where he sent one himself."
_GIVEN_BY_BEFORE = (
    "Whose file brought it; null where he sent one himself, or proved his account when it was "
    "there already."
)


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "refused_senders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sender_user_id", sa.Uuid(), nullable=False, comment="Told to nobody."),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["sender_user_id"],
            ["users.id"],
            name=op.f("fk_refused_senders_sender_user_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_refused_senders_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_senders")),
        sa.UniqueConstraint(
            "user_id", "sender_user_id", name=op.f("uq_refused_senders_user_id_sender_user_id")
        ),
    )
    op.create_index(
        op.f("ix_refused_senders_sender_user_id"), "refused_senders", ["sender_user_id"]
    )
    op.alter_column(
        "user_replays",
        "given_by_user_id",
        comment=_GIVEN_BY,
        existing_comment=_GIVEN_BY_BEFORE,
    )


def downgrade() -> None:
    """Goes back."""
    op.alter_column(
        "user_replays",
        "given_by_user_id",
        comment=_GIVEN_BY_BEFORE,
        existing_comment=_GIVEN_BY,
    )
    op.drop_table("refused_senders")
