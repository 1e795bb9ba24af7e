"""What PostgreSQL says its tables are: all that a migration can get wrong."""

import asyncio

import asyncpg

_QUESTIONS = {
    "column": """
        SELECT c.relname || '.' || a.attname,
               format_type(a.atttypid, a.atttypmod)
               || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
               || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
               || coalesce(' -- ' || col_description(c.oid, a.attnum), '')
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    """,
    "constraint": """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    """,
    "index": """
        SELECT tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    """,
}
OF_ALEMBIC = "alembic_version"


async def _ask(url: str) -> dict[str, str]:
    connection = await asyncpg.connect(url)
    try:
        return {
            f"{kind} {name}": definition
            for kind, question in _QUESTIONS.items()
            for name, definition in await connection.fetch(question)
            if not name.startswith(OF_ALEMBIC)
        }
    finally:
        await connection.close()


def catalogue_of(url: str) -> dict[str, str]:
    """Definition by name of each column, constraint and index."""
    return asyncio.run(_ask(url))
