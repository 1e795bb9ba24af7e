"""A worker with one task."""

import os

import redis
from celery import Celery

app = Celery("small", broker=os.environ["REDIS_URL"])
app.conf.update(broker_connection_retry_on_startup=True, worker_hijack_root_logger=False)


def _note(text: str) -> None:
    """Keeps a note."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.set(f"note:{text}", "taken")


note = app.task(_note, name="note")
