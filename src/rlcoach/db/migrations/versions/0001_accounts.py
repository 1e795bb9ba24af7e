"""Users and what the sign-in library keeps.

Revision: 0001
After: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "rate_limits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="Address and path."),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column(
            "last_request", sa.BigInteger(), nullable=False, comment="Unix time in milliseconds."
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_limits")),
        sa.UniqueConstraint("key", name=op.f("uq_rate_limits_key")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column(
            "email",
            sa.Text(),
            nullable=True,
            comment="Addresses ending in .placeholder.invalid stand for none: never write to them.",
        ),
        sa.Column("email_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("avatar_url", sa.Text(), nullable=True),
        sa.Column("subscription_tier", sa.Text(), server_default="free", nullable=False),
        sa.Column(
            "subscription_status", sa.Text(), nullable=True, comment="Null for who never paid."
        ),
        sa.Column("subscription_period_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stripe_customer_id", sa.Text(), nullable=True),
        sa.Column("stripe_subscription_id", sa.Text(), nullable=True),
        sa.Column("token_budget_used", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "token_budget_reset_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When token_budget_used starts from 0 again; null before the first use.",
        ),
        sa.Column("terms_version", sa.Text(), nullable=True),
        sa.Column("terms_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "time_zone",
            sa.Text(),
            server_default="UTC",
            nullable=False,
            comment="IANA name; days and weeks of the user are meant in it.",
        ),
        sa.Column(
            "play_session_gap_minutes",
            sa.SmallInteger(),
            server_default=sa.text("30"),
            nullable=False,
            comment="A longer pause begins a new play session.",
        ),
        sa.Column(
            "declared_ranks",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Rank by playlist, as the user says; replays hold none.",
        ),
        sa.Column(
            "deletion_requested_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="The account and all that is its alone go 30 days later.",
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
        sa.CheckConstraint(
            "jsonb_typeof(declared_ranks) = 'object'", name=op.f("ck_users_declared_ranks")
        ),
        sa.CheckConstraint(
            "subscription_status IN ('active', 'past_due', 'canceled')",
            name=op.f("ck_users_subscription_status"),
        ),
        sa.CheckConstraint(
            "subscription_tier IN ('free', 'pro')", name=op.f("ck_users_subscription_tier")
        ),
        sa.CheckConstraint(
            "play_session_gap_minutes BETWEEN 1 AND 1440",
            name=op.f("ck_users_play_session_gap_minutes"),
        ),
        sa.CheckConstraint("token_budget_used >= 0", name=op.f("ck_users_token_budget_used")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("stripe_customer_id", name=op.f("uq_users_stripe_customer_id")),
        sa.UniqueConstraint("stripe_subscription_id", name=op.f("uq_users_stripe_subscription_id")),
    )
    op.create_index(
        "ix_users_deletion_requested_at",
        "users",
        ["deletion_requested_at"],
        unique=False,
        postgresql_where=sa.text("deletion_requested_at IS NOT NULL"),
    )
    op.create_index(
        "uq_users_lower_email", "users", [sa.literal_column("lower(email)")], unique=True
    )
    op.create_table(
        "verification_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_tokens")),
    )
    op.create_index(
        op.f("ix_verification_tokens_identifier"),
        "verification_tokens",
        ["identifier"],
        unique=False,
    )
    op.create_table(
        "oauth_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False, comment="discord, google, steam, epic."),
        sa.Column(
            "provider_account_id",
            sa.Text(),
            nullable=False,
            comment="Of Steam and Epic the same as players.online_id.",
        ),
        sa.Column(
            "access_token", sa.Text(), nullable=True, comment="Encrypted by the sign-in library."
        ),
        sa.Column(
            "refresh_token", sa.Text(), nullable=True, comment="Encrypted by the sign-in library."
        ),
        sa.Column("id_token", sa.Text(), nullable=True),
        sa.Column("access_token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refresh_token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True, comment="The library's; always null here."),
        sa.Column(
            "linked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_oauth_accounts_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_accounts")),
        sa.UniqueConstraint(
            "provider",
            "provider_account_id",
            name=op.f("uq_oauth_accounts_provider_provider_account_id"),
        ),
    )
    op.create_index(op.f("ix_oauth_accounts_user_id"), "oauth_accounts", ["user_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False, comment="As in the cookie: never log it."),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip_address", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token", name=op.f("uq_sessions_token")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)


def downgrade() -> None:
    """Goes back."""
    op.drop_index(op.f("ix_sessions_user_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_oauth_accounts_user_id"), table_name="oauth_accounts")
    op.drop_table("oauth_accounts")
    op.drop_index(op.f("ix_verification_tokens_identifier"), table_name="verification_tokens")
    op.drop_table("verification_tokens")
    op.drop_index("uq_users_lower_email", table_name="users")
    op.drop_index(
        "ix_users_deletion_requested_at",
        table_name="users",
        postgresql_where=sa.text("deletion_requested_at IS NOT NULL"),
    )
    op.drop_table("users")
    op.drop_table("rate_limits")
