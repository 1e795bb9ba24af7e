"""Players, matches and their files.

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "players",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "platform",
            sa.Text(),
            nullable=False,
            comment="steam, epic, ps, xbox, switch, psynet, qq.",
        ),
        sa.Column("online_id", sa.Text(), nullable=False),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="In the latest match; players rename themselves.",
        ),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_players")),
        sa.UniqueConstraint("platform", "online_id", name=op.f("uq_players_platform_online_id")),
    )
    op.create_table(
        "replays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "match_guid",
            sa.Text(),
            nullable=True,
            comment="As the file says, null in about a third of all files: a hint, never proof.",
        ),
        sa.Column("map", sa.Text(), nullable=True, comment="Package of the map, lower case."),
        sa.Column("playlist_id", sa.Integer(), nullable=True),
        sa.Column("playlist", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True, comment="soccar, hoops, rumble …"),
        sa.Column(
            "game_type", sa.Text(), nullable=True, comment="Ranked, Casual, Private, Tournament …"
        ),
        sa.Column("team_size", sa.SmallInteger(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "is_start_estimated",
            sa.Boolean(),
            nullable=False,
            comment="From the local clock of who saved it, in the uploader's time zone.",
        ),
        sa.Column("duration_seconds", sa.Double(), nullable=True),
        sa.Column("blue_score", sa.SmallInteger(), nullable=True),
        sa.Column("orange_score", sa.SmallInteger(), nullable=True),
        sa.Column(
            "overtime_seconds", sa.Integer(), nullable=True, comment="Null without overtime."
        ),
        sa.Column("is_forfeit", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "is_sample",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Made by a program: left out of comparisons.",
        ),
        sa.Column(
            "goals",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="Team, clock and scorer in order: what two files of one match have in common.",
        ),
        sa.Column("analysis_version", sa.Integer(), nullable=False),
        sa.Column(
            "analysed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("analysed_file_id", sa.Uuid(), nullable=True),
        sa.Column(
            "is_header_only",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="What is in the frames could not be read.",
        ),
        sa.Column(
            "frames_count",
            sa.Integer(),
            nullable=False,
            comment="Of the analysed file: the one with more is the more complete. 0 for none.",
        ),
        sa.Column("report_key", sa.Text(), nullable=False, comment="Object in hot storage."),
        sa.Column("frames_key", sa.Text(), nullable=True, comment="Object in hot storage."),
        sa.Column(
            "replaced_analyses",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How often a newer version or a more complete file has taken the place.",
        ),
        sa.Column(
            "reanalysis_attempts",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="Tries for the newest version since the last analysis: they have an end.",
        ),
        sa.Column("reanalysis_claimed_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.CheckConstraint("jsonb_typeof(goals) = 'array'", name=op.f("ck_replays_goals")),
        sa.CheckConstraint("analysis_version > 0", name=op.f("ck_replays_analysis_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replays")),
    )
    op.create_index(
        op.f("ix_replays_analysed_file_id"), "replays", ["analysed_file_id"], unique=False
    )
    op.create_index(
        op.f("ix_replays_analysis_version_started_at"),
        "replays",
        ["analysis_version", "started_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_replays_match_guid"),
        "replays",
        ["match_guid"],
        unique=False,
        postgresql_where=sa.text("match_guid IS NOT NULL"),
    )
    op.create_table(
        "stat_keys",
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="Of the catalogue: group.name."),
        sa.Column(
            "added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_stat_keys_position")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_stat_keys")),
        sa.UniqueConstraint("key", name=op.f("uq_stat_keys_key")),
    )
    op.create_table(
        "player_game_stats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("replay_id", sa.Uuid(), nullable=False),
        sa.Column(
            "player_id",
            sa.Uuid(),
            nullable=True,
            comment="Null for bots and for who has no account of his own.",
        ),
        sa.Column(
            "report_player_id",
            sa.Text(),
            nullable=False,
            comment="The id in the report of this match.",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("team", sa.SmallInteger(), nullable=True, comment="0 blue, 1 orange."),
        sa.Column(
            "is_winner", sa.Boolean(), nullable=True, comment="Null where the result is not known."
        ),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("goals", sa.SmallInteger(), nullable=True),
        sa.Column("assists", sa.SmallInteger(), nullable=True),
        sa.Column("saves", sa.SmallInteger(), nullable=True),
        sa.Column("shots", sa.SmallInteger(), nullable=True),
        sa.Column("demolitions", sa.SmallInteger(), nullable=True),
        sa.Column("demolished", sa.SmallInteger(), nullable=True),
        sa.Column("car_body_id", sa.Integer(), nullable=True),
        sa.Column("car_body", sa.Text(), nullable=True),
        sa.Column("hitbox", sa.Text(), nullable=True),
        sa.Column(
            "played_seconds",
            sa.REAL(),
            nullable=True,
            comment="From joining to leaving, all stretches together.",
        ),
        sa.Column(
            "stats",
            postgresql.ARRAY(sa.REAL()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="By stat_keys.position, counted from 1. NULL where it does not apply.",
        ),
        sa.CheckConstraint("team IN (0, 1)", name=op.f("ck_player_game_stats_team")),
        sa.ForeignKeyConstraint(
            ["player_id"], ["players.id"], name=op.f("fk_player_game_stats_player_id")
        ),
        sa.ForeignKeyConstraint(
            ["replay_id"],
            ["replays.id"],
            name=op.f("fk_player_game_stats_replay_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_player_game_stats")),
        sa.UniqueConstraint("replay_id", "id", name=op.f("uq_player_game_stats_replay_id_id")),
        sa.UniqueConstraint(
            "replay_id",
            "report_player_id",
            name=op.f("uq_player_game_stats_replay_id_report_player_id"),
        ),
    )
    op.create_index(
        op.f("ix_player_game_stats_player_id_replay_id"),
        "player_game_stats",
        ["player_id", "replay_id"],
        unique=False,
    )
    op.create_table(
        "replay_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column(
            "object_key", sa.Text(), nullable=False, comment="The same in hot and in cold storage."
        ),
        sa.Column("tier", sa.Text(), server_default="hot", nullable=False),
        sa.Column("replay_id", sa.Uuid(), nullable=True, comment="Null until it was analysed."),
        sa.Column("frames_count", sa.Integer(), nullable=True),
        sa.Column(
            "header",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="What the header says, to be shown before the file is analysed.",
        ),
        sa.Column(
            "match_start_epoch",
            sa.BigInteger(),
            nullable=True,
            comment="Unix time in seconds, as sent; most files have none.",
        ),
        sa.Column(
            "saved_at_local",
            sa.DateTime(),
            nullable=True,
            comment="On the clock of who saved it, whose time zone the file does not say.",
        ),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "moved_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it last changed its tier.",
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_replay_files_sha256")),
        sa.CheckConstraint("tier IN ('hot', 'cold')", name=op.f("ck_replay_files_tier")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_replay_files_size_bytes")),
        sa.ForeignKeyConstraint(
            ["replay_id"], ["replays.id"], name=op.f("fk_replay_files_replay_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay_files")),
        sa.UniqueConstraint("sha256", name=op.f("uq_replay_files_sha256")),
    )
    op.create_index(op.f("ix_replay_files_replay_id"), "replay_files", ["replay_id"], unique=False)
    op.create_index(
        op.f("ix_replay_files_tier_stored_at"), "replay_files", ["tier", "stored_at"], unique=False
    )
    # The two tables point to each other: this one has to come when both are there.
    op.create_foreign_key(
        op.f("fk_replays_analysed_file_id"),
        "replays",
        "replay_files",
        ["analysed_file_id"],
        ["id"],
        ondelete="SET NULL",
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_constraint(op.f("fk_replays_analysed_file_id"), "replays", type_="foreignkey")
    op.drop_index(op.f("ix_replay_files_tier_stored_at"), table_name="replay_files")
    op.drop_index(op.f("ix_replay_files_replay_id"), table_name="replay_files")
    op.drop_table("replay_files")
    op.drop_index(op.f("ix_player_game_stats_player_id_replay_id"), table_name="player_game_stats")
    op.drop_table("player_game_stats")
    op.drop_table("stat_keys")
    op.drop_index(
        op.f("ix_replays_match_guid"),
        table_name="replays",
        postgresql_where=sa.text("match_guid IS NOT NULL"),
    )
    op.drop_index(op.f("ix_replays_analysis_version_started_at"), table_name="replays")
    op.drop_index(op.f("ix_replays_analysed_file_id"), table_name="replays")
    op.drop_table("replays")
    op.drop_table("players")
