"""Talks with the coach.

Revision: 0007
After: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "coach_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "category", sa.Text(), nullable=True, comment="weakness, strength, goal, observation …"
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("source IN ('coach', 'user')", name=op.f("ck_coach_notes_source")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_coach_notes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_notes")),
    )
    op.create_index(
        op.f("ix_coach_notes_user_id_created_at"),
        "coach_notes",
        ["user_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "coach_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total_input_tokens", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total_output_tokens", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "total_thinking_tokens", sa.Integer(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("message_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_coach_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_sessions")),
    )
    op.create_index(
        op.f("ix_coach_sessions_user_id_started_at"),
        "coach_sessions",
        ["user_id", "started_at"],
        unique=False,
    )
    op.create_table(
        "coach_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=True),
        sa.Column("output_tokens", sa.Integer(), nullable=True),
        sa.Column("thinking_tokens", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("role IN ('user', 'assistant')", name=op.f("ck_coach_messages_role")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["coach_sessions.id"],
            name=op.f("fk_coach_messages_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_messages")),
    )
    op.create_index(
        op.f("ix_coach_messages_session_id_created_at_id"),
        "coach_messages",
        ["session_id", "created_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_index(op.f("ix_coach_messages_session_id_created_at_id"), table_name="coach_messages")
    op.drop_table("coach_messages")
    op.drop_index(op.f("ix_coach_sessions_user_id_started_at"), table_name="coach_sessions")
    op.drop_table("coach_sessions")
    op.drop_index(op.f("ix_coach_notes_user_id_created_at"), table_name="coach_notes")
    op.drop_table("coach_notes")
