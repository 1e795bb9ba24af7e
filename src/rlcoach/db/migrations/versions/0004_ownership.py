"""Whose a match is.

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "discarded_objects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tier IN ('hot', 'cold')", name=op.f("ck_discarded_objects_tier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discarded_objects")),
        sa.UniqueConstraint(
            "tier", "object_key", name=op.f("uq_discarded_objects_tier_object_key")
        ),
    )
    op.create_index(
        op.f("ix_discarded_objects_discarded_at"),
        "discarded_objects",
        ["discarded_at"],
        unique=False,
    )
    op.create_table(
        "play_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "ended_at", sa.DateTime(timezone=True), nullable=False, comment="End of its last match."
        ),
        sa.Column(
            "gap_minutes",
            sa.SmallInteger(),
            nullable=False,
            comment="The pause that would have ended it, as the user had it then.",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_play_sessions_ended_at")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_play_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_play_sessions")),
    )
    op.create_index(
        op.f("ix_play_sessions_user_id_started_at"),
        "play_sessions",
        ["user_id", "started_at"],
        unique=False,
    )
    op.create_table(
        "player_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["player_id"],
            ["players.id"],
            name=op.f("fk_player_claims_player_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_player_claims_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_player_claims")),
        sa.UniqueConstraint(
            "user_id", "player_id", name=op.f("uq_player_claims_user_id_player_id")
        ),
    )
    op.create_index(
        op.f("ix_player_claims_player_id"), "player_claims", ["player_id"], unique=False
    )
    op.create_table(
        "user_replays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("replay_id", sa.Uuid(), nullable=False),
        sa.Column(
            "file_id",
            sa.Uuid(),
            nullable=True,
            comment="His own file; null where he uploaded none.",
        ),
        sa.Column("ownership_type", sa.Text(), nullable=False),
        sa.Column(
            "player_game_id",
            sa.Uuid(),
            nullable=True,
            comment="Which player he is; null where that is not known.",
        ),
        sa.Column(
            "is_player_chosen",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="By the user himself: matching leaves it alone.",
        ),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="As the user sees it: where it is estimated, by his own file and time zone.",
        ),
        sa.Column("is_start_estimated", sa.Boolean(), nullable=False),
        sa.Column("play_session_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "ownership_type IN ('uploaded', 'claimed', 'auto_matched')",
            name=op.f("ck_user_replays_ownership_type"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["replay_files.id"],
            name=op.f("fk_user_replays_file_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["play_session_id"],
            ["play_sessions.id"],
            name=op.f("fk_user_replays_play_session_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["replay_id", "player_game_id"],
            ["player_game_stats.replay_id", "player_game_stats.id"],
            name=op.f("fk_user_replays_replay_id_player_game_id"),
            ondelete="SET NULL (player_game_id)",
        ),
        sa.ForeignKeyConstraint(
            ["replay_id"],
            ["replays.id"],
            name=op.f("fk_user_replays_replay_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_replays_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_replays")),
        sa.UniqueConstraint("user_id", "replay_id", name=op.f("uq_user_replays_user_id_replay_id")),
    )
    op.create_index(op.f("ix_user_replays_file_id"), "user_replays", ["file_id"], unique=False)
    op.create_index(
        op.f("ix_user_replays_play_session_id"), "user_replays", ["play_session_id"], unique=False
    )
    op.create_index(
        op.f("ix_user_replays_player_game_id"), "user_replays", ["player_game_id"], unique=False
    )
    op.create_index(op.f("ix_user_replays_replay_id"), "user_replays", ["replay_id"], unique=False)
    op.create_index(
        op.f("ix_user_replays_user_id_started_at_id"),
        "user_replays",
        ["user_id", "started_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_index(op.f("ix_user_replays_user_id_started_at_id"), table_name="user_replays")
    op.drop_index(op.f("ix_user_replays_replay_id"), table_name="user_replays")
    op.drop_index(op.f("ix_user_replays_player_game_id"), table_name="user_replays")
    op.drop_index(op.f("ix_user_replays_play_session_id"), table_name="user_replays")
    op.drop_index(op.f("ix_user_replays_file_id"), table_name="user_replays")
    op.drop_table("user_replays")
    op.drop_index(op.f("ix_player_claims_player_id"), table_name="player_claims")
    op.drop_table("player_claims")
    op.drop_index(op.f("ix_play_sessions_user_id_started_at"), table_name="play_sessions")
    op.drop_table("play_sessions")
    op.drop_index(op.f("ix_discarded_objects_discarded_at"), table_name="discarded_objects")
    op.drop_table("discarded_objects")
