"""Uploads.

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("api_token_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "source IN ('web', 'watcher', 'api', 'local')", name=op.f("ck_uploads_source")
        ),
        sa.ForeignKeyConstraint(
            ["api_token_id"],
            ["api_tokens.id"],
            name=op.f("fk_uploads_api_token_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_uploads_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_api_token_id"), "uploads", ["api_token_id"], unique=False)
    op.create_index(
        op.f("ix_uploads_user_id_created_at"), "uploads", ["user_id", "created_at"], unique=False
    )
    op.create_table(
        "uploaded_replays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="The upload's."),
        sa.Column(
            "position", sa.SmallInteger(), nullable=False, comment="Within the upload, from 0."
        ),
        sa.Column(
            "filename",
            sa.Text(),
            nullable=False,
            comment="As sent: to be shown, never to be opened.",
        ),
        sa.Column(
            "file_size_bytes",
            sa.BigInteger(),
            nullable=True,
            comment="Null where reading stopped early.",
        ),
        sa.Column(
            "file_id",
            sa.Uuid(),
            nullable=True,
            comment="Null for what was rejected, and once the file is deleted.",
        ),
        sa.Column("replay_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column(
            "error_sentence", sa.Text(), nullable=True, comment="For the player who sent it."
        ),
        sa.Column(
            "attempts",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How often it was claimed.",
        ),
        sa.Column(
            "claim_id",
            sa.Uuid(),
            nullable=True,
            comment="New with each claim: who lost his to another finds another id, and stops.",
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "job_sent_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was last put into the queue; null while it is not known to be there.",
        ),
        sa.Column(
            "not_before",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="After a failure, when to retry.",
        ),
        sa.Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'processing') = (claim_id IS NOT NULL AND claimed_at IS NOT NULL)",
            name=op.f("ck_uploaded_replays_claim"),
        ),
        sa.CheckConstraint(
            "(status IN ('failed', 'rejected')) = "
            "(error_code IS NOT NULL AND error_sentence IS NOT NULL)",
            name=op.f("ck_uploaded_replays_error"),
        ),
        sa.CheckConstraint(
            "(status IN ('pending', 'processing')) = (processed_at IS NULL)",
            name=op.f("ck_uploaded_replays_processed_at"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'processing', 'completed', 'failed', 'duplicate', 'rejected')",
            name=op.f("ck_uploaded_replays_status"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_uploaded_replays_attempts")),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["replay_files.id"],
            name=op.f("fk_uploaded_replays_file_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["replay_id"],
            ["replays.id"],
            name=op.f("fk_uploaded_replays_replay_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["uploads.id"],
            name=op.f("fk_uploaded_replays_upload_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_uploaded_replays_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploaded_replays")),
        sa.UniqueConstraint(
            "upload_id", "position", name=op.f("uq_uploaded_replays_upload_id_position")
        ),
    )
    op.create_index(
        op.f("ix_uploaded_replays_file_id"), "uploaded_replays", ["file_id"], unique=False
    )
    op.create_index(
        "ix_uploaded_replays_open",
        "uploaded_replays",
        ["status", "uploaded_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'processing')"),
    )
    op.create_index(
        op.f("ix_uploaded_replays_replay_id"), "uploaded_replays", ["replay_id"], unique=False
    )
    op.create_index(
        op.f("ix_uploaded_replays_user_id_uploaded_at"),
        "uploaded_replays",
        ["user_id", "uploaded_at"],
        unique=False,
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_index(op.f("ix_uploaded_replays_user_id_uploaded_at"), table_name="uploaded_replays")
    op.drop_index(op.f("ix_uploaded_replays_replay_id"), table_name="uploaded_replays")
    op.drop_index(
        "ix_uploaded_replays_open",
        table_name="uploaded_replays",
        postgresql_where=sa.text("status IN ('pending', 'processing')"),
    )
    op.drop_index(op.f("ix_uploaded_replays_file_id"), table_name="uploaded_replays")
    op.drop_table("uploaded_replays")
    op.drop_index(op.f("ix_uploads_user_id_created_at"), table_name="uploads")
    op.drop_index(op.f("ix_uploads_api_token_id"), table_name="uploads")
    op.drop_table("uploads")
