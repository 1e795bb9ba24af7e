"""Daily statistics and benchmarks.

Revision: 0006
After: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("playlist", sa.Text(), nullable=False),
        sa.Column("stat_position", sa.SmallInteger(), nullable=False),
        sa.Column("analysis_version", sa.Integer(), nullable=False),
        sa.Column(
            "players", sa.Integer(), nullable=False, comment="How many players it is made of."
        ),
        sa.Column("games", sa.Integer(), nullable=False),
        sa.Column("mean", sa.REAL(), nullable=False),
        sa.Column(
            "percentiles",
            postgresql.ARRAY(sa.REAL()),
            nullable=False,
            comment="The 1st to the 99th.",
        ),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cardinality(percentiles) = 99", name=op.f("ck_benchmarks_percentiles")),
        sa.CheckConstraint("players > 0 AND games >= players", name=op.f("ck_benchmarks_players")),
        sa.ForeignKeyConstraint(
            ["stat_position"], ["stat_keys.position"], name=op.f("fk_benchmarks_stat_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
        sa.UniqueConstraint(
            "rank",
            "playlist",
            "stat_position",
            "analysis_version",
            name=op.f("uq_benchmarks_rank_playlist_stat_position_analysis_version"),
        ),
    )
    op.create_index(
        op.f("ix_benchmarks_stat_position"), "benchmarks", ["stat_position"], unique=False
    )
    op.create_table(
        "daily_stats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="In the user's time zone."),
        sa.Column("playlist", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("team_size", sa.SmallInteger(), nullable=True),
        sa.Column(
            "analysis_version",
            sa.Integer(),
            nullable=False,
            comment="Matches of different versions are never added up.",
        ),
        sa.Column("games", sa.Integer(), nullable=False),
        sa.Column("wins", sa.Integer(), nullable=False),
        sa.Column("losses", sa.Integer(), nullable=False),
        sa.Column("played_seconds", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "sums",
            postgresql.ARRAY(sa.Double()),
            nullable=False,
            comment="By stat_keys.position, counted from 1.",
        ),
        sa.Column(
            "counts",
            postgresql.ARRAY(sa.Integer()),
            nullable=False,
            comment="How many matches are in the sum of the same position.",
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "cardinality(sums) = cardinality(counts)", name=op.f("ck_daily_stats_sums")
        ),
        sa.CheckConstraint(
            "games > 0 AND wins + losses <= games", name=op.f("ck_daily_stats_games")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_daily_stats_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_stats")),
        sa.UniqueConstraint(
            "user_id",
            "day",
            "playlist",
            "mode",
            "team_size",
            "analysis_version",
            name="uq_daily_stats_grain",
            postgresql_nulls_not_distinct=True,
        ),
    )


def downgrade() -> None:
    """Goes back."""
    op.drop_table("daily_stats")
    op.drop_index(op.f("ix_benchmarks_stat_position"), table_name="benchmarks")
    op.drop_table("benchmarks")
