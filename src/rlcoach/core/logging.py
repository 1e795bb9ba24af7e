"""Logs: one JSON object a line, an event name and fields, with the ids of what it belongs to.

    >>> log = get_logger(__name__)
    >>> with log_context(request_id="01J…"):
    ...     log.info("replay_stored", replay_id=str(replay.id), seconds=0.8)

Secrets and e-mail addresses are taken out here, whoever logs them, other libraries included. What
people write to the coach must not be logged at all.
"""

from __future__ import annotations

import logging
import re
import sys
from contextlib import AbstractContextManager
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

REDACTED = "[redacted]"
_SECRET_KEY = re.compile(
    r"password|passwd|secret|token|authorization|cookie|api_?key|e_?mail|dsn|signature", re.I
)
_ID_KEY = re.compile(r"_(?:id|prefix|name|count)$")
"""`token_id` names a token and does not give it away."""
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"://[^/\s:@]{0,200}:[^/\s@]{1,400}@"), f"://{REDACTED}@"),
    (re.compile(r"\b(Bearer|Basic)\s+[^\s\"',]+", re.I), rf"\1 {REDACTED}"),
    (re.compile(r"\beyJ[\w-]{4,}\.[\w-]+\.[\w-]*"), REDACTED),
    (re.compile(r"\brlc_[\w-]{6,}"), REDACTED),
    (re.compile(r"\b(?:sk|rk)_(?:live|test)_\w+|\bwhsec_\w+|\bsk-ant-[\w-]+"), REDACTED),
    (re.compile(r"([?&](?:token|code|state|key|X-Amz-[A-Za-z]+)=)[^&\s\"']+"), rf"\1{REDACTED}"),
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TAKEN_OVER = ("uvicorn", "uvicorn.error", "uvicorn.access", "celery", "celery.task", "alembic")
"""Loggers whose libraries bring handlers of their own."""
_QUIET = (
    "alembic.runtime.plugins",
    "asyncio",
    "boto3",
    "botocore",
    "celery.app.trace",
    "celery.beat",
    "celery.worker.strategy",
    "s3transfer",
    "urllib3",
    "uvicorn.access",
)
"""Loggers that tell too much below a warning, or what ours tell with the ids."""


def configure_logging(level: str = "info", stream: TextIO | None = None) -> None:
    """Sends all logs of this process, other libraries' included, to a stream; stderr by default."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # a logger made at import must follow a later change
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _TAKEN_OVER:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def get_logger(name: str) -> FilteringBoundLogger:
    """The logger of a module: `log.info("event_name", field=value)`."""
    return cast("FilteringBoundLogger", structlog.stdlib.get_logger(name))


def log_context(
    *, request_id: str | None = None, user_id: str | None = None, job_id: str | None = None
) -> AbstractContextManager[None]:
    """Puts ids on every line that is logged inside, in this task and those it starts."""
    ids = {"request_id": request_id, "user_id": user_id, "job_id": job_id}
    given = {name: value for name, value in ids.items() if value is not None}
    return structlog.contextvars.bound_contextvars(**given)


def current_request_id() -> str | None:
    """The id of the request that is being answered here, or that sent the job that runs here."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return None if request_id is None else str(request_id)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Takes secrets and addresses out of an event: by the names of fields, and out of texts."""
    return {key: _without_secrets(key, value) for key, value in event.items()}


def _without_secrets(key: str, value: object) -> object:
    if isinstance(value, bool | int | float) or value is None:
        return value  # a number of tokens is no token
    if _SECRET_KEY.search(key) and not _ID_KEY.search(key):
        return REDACTED
    if isinstance(value, dict):
        return {str(name): _without_secrets(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_secrets("", item) for item in value]
    return redact_text(str(value))


def redact_text(text: str) -> str:
    """A text without the secrets and addresses that can be told by their form."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    # The search for addresses is slow on long texts, and most hold none.
    return _ADDRESS.sub(REDACTED, text) if "@" in text else text
