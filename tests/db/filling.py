"""A row in every table, in plain SQL: a migration must be tried where there is something."""

import asyncio

import asyncpg

_DIGEST = "0" * 64
# Referred to before they refer; what a later table needs stands earlier. Nothing is left to
# defaults that a migration may change.
ROWS: dict[str, str] = {
    "users": "(id, display_name, email) VALUES ($1, 'Ann', 'ann@example.org')",
    "oauth_accounts": "(id, user_id, provider, provider_account_id) VALUES ($1, $1, 'steam', '1')",
    "sessions": "(id, user_id, token, expires_at) VALUES ($1, $1, 't', now())",
    "verification_tokens": "(id, identifier, value, expires_at) VALUES ($1, 'i', 'v', now())",
    "rate_limits": "(id, key, count, last_request) VALUES ($1, 'k', 1, 1795769264082)",
    "api_tokens": "(id, user_id, name, prefix, token_sha256, scopes) "
    f"VALUES ($1, $1, 'watcher', 'rlc_1', '{_DIGEST}', '{{replays:write}}')",
    "audit_log": "(id, user_id, actor, action) VALUES ($1, $1, 'user', 'token.create')",
    "players": "(id, platform, online_id, name, last_seen_at) "
    "VALUES ($1, 'steam', '1', 'Ann', now())",
    "replays": "(id, started_at, is_start_estimated, analysis_version, frames_count, report_key) "
    "VALUES ($1, now(), true, 1, 9000, 'reports/1')",
    "replay_files": "(id, sha256, size_bytes, object_key, replay_id) "
    f"VALUES ($1, '{_DIGEST}', 1, 'replays/1', $1)",
    "player_game_stats": "(id, replay_id, player_id, report_player_id, name, team, stats) "
    "VALUES ($1, $1, $1, 'steam:1', 'Ann', 0, '{1,NULL,3}')",
    "stat_keys": "(position, key) SELECT 1, 'core.goals' WHERE $1::uuid IS NOT NULL",
    "play_sessions": "(id, user_id, started_at, ended_at, gap_minutes) "
    "VALUES ($1, $1, now(), now(), 30)",
    "user_replays": "(id, user_id, replay_id, file_id, ownership_type, player_game_id, "
    "started_at, is_start_estimated, play_session_id) "
    "VALUES ($1, $1, $1, $1, 'uploaded', $1, now(), true, $1)",
    "refused_senders": "(id, user_id, sender_user_id) VALUES ($1, $1, $1)",
    "player_claims": "(id, user_id, player_id) VALUES ($1, $1, $1)",
    "discarded_objects": "(id, tier, object_key, discarded_at) VALUES ($1, 'hot', 'o', now())",
    "uploads": "(id, user_id, source, api_token_id) VALUES ($1, $1, 'web', $1)",
    "uploaded_replays": "(id, upload_id, user_id, position, filename, file_id, replay_id, status, "
    "processed_at) VALUES ($1, $1, $1, 0, 'a.replay', $1, $1, 'completed', now())",
    "daily_stats": "(id, user_id, day, analysis_version, games, wins, losses, sums, counts) "
    "VALUES ($1, $1, '2026-11-27', 1, 2, 1, 1, '{3}', '{2}')",
    "benchmarks": "(id, rank, playlist, stat_position, analysis_version, players, games, mean, "
    "percentiles, computed_at) VALUES ($1, 'gold-1', 'Ranked Standard', 1, 1, 100, 900, 1, "
    "array_fill(1::real, ARRAY[99]), now())",
    "coach_sessions": "(id, user_id) VALUES ($1, $1)",
    "coach_messages": "(id, session_id, role, content) VALUES ($1, $1, 'user', 'Hello')",
    "coach_notes": "(id, user_id, content, source) VALUES ($1, $1, 'Rotates late', 'coach')",
}
_ID = "01a21c30-67c0-79d4-aa69-4f9e072cb8da"


async def _fill(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        there = await _tables(connection)
        for table, row in ROWS.items():
            if table in there and not await connection.fetchval(f"SELECT count(*) FROM {table}"):
                await connection.execute(f"INSERT INTO {table} {row}", _ID)
        # The two tables refer to each other.
        if "replay_files" in there:
            await connection.execute("UPDATE replays SET analysed_file_id = $1", _ID)
        return sorted(there)
    finally:
        await connection.close()


async def _tables(connection: asyncpg.Connection) -> set[str]:
    rows = await connection.fetch(
        "SELECT tablename FROM pg_tables "
        "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    return {row["tablename"] for row in rows}


async def _count(url: str) -> dict[str, int]:
    connection = await asyncpg.connect(url)
    try:
        return {
            table: await connection.fetchval(f"SELECT count(*) FROM {table}")
            for table in sorted(await _tables(connection))
        }
    finally:
        await connection.close()


def fill(url: str) -> list[str]:
    """Puts a row into each table that has none, and returns the names of all tables."""
    return asyncio.run(_fill(url))


def count_rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    return asyncio.run(_count(url))
