"""The queue: Celery on Redis, and how it is spoken to."""

from __future__ import annotations

from celery import Celery
from kombu.entity import Queue

QUEUES = ("housekeeping", "replay_processing", "reanalysis")
"""In this order: what is further down waits for as long as there is anything above it."""

_TASK_SECONDS = 180
"""More than any job may take; who takes longer is ended, and its row is found by the sweeper."""
_REDELIVERY_SECONDS = 600
"""Longer than a job takes, else it would run twice at once."""


def create_broker(redis_url: str) -> Celery:
    """An application that can send jobs; `worker.app` adds those that can be run."""
    app = Celery("rlcoach", broker=redis_url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_create_missing_queues=False,
        task_queues=[_queue(name) for name in QUEUES],
        task_default_queue=QUEUES[1],
        # A job is done when it has been done, and one whose worker was killed is done by another.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_time_limit=_TASK_SECONDS,
        broker_transport_options={
            "queue_order_strategy": "priority",
            "visibility_timeout": _REDELIVERY_SECONDS,
            # With the defaults a job that was taken and lost comes back only after minutes.
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 5,
        },
        broker_connection_timeout=5,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        timezone="UTC",
        enable_utc=True,
    )
    return app


def _queue(name: str) -> Queue:
    return Queue(name, routing_key=name)  # type: ignore[no-untyped-call]
