"""The Celery application: registers the jobs and gives each pool process what it needs."""

from __future__ import annotations

import sys

from celery import Celery, Task, signals

from rlcoach.core.jobs import JobKind
from rlcoach.core.logging import configure_logging
from rlcoach.core.settings import Settings
from rlcoach.worker.broker import create_broker
from rlcoach.worker.process import Handler, WorkerProcess
from rlcoach.worker.registry import EVERY_SECONDS, HANDLERS
from rlcoach.worker.sender import REQUEST_ID_HEADER

_START_SECONDS = 30.0
"""A process warms its sandbox before it takes jobs."""
_MOST_KILOBYTES = 512 * 1024
"""A process that holds more than several times its usual memory is replaced after its job.

Not one after so many jobs: each process that ends leaves its counts to `/metrics`, in files.
"""


class PoolProcess:
    """The `WorkerProcess` of this process, made when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: WorkerProcess | None = None

    def get(self) -> WorkerProcess:
        """The one of this process."""
        if self._process is None:
            self._process = WorkerProcess(self._settings)
            self._process.warm_up()
        return self._process

    def close(self) -> None:
        """Closes it, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None


def create_application(settings: Settings) -> Celery:
    """The application of worker and beat."""
    app = create_broker(settings.needed("redis_url"))
    app.conf.update(
        worker_concurrency=settings.workers,
        worker_hijack_root_logger=False,
        worker_proc_alive_timeout=_START_SECONDS,
        worker_max_memory_per_child=_MOST_KILOBYTES,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        beat_schedule={
            kind.name: {
                "task": kind.name,
                "schedule": seconds,
                # One that could not be taken in time is not worth keeping: the next one comes.
                "options": {"queue": kind.queue, "expires": seconds},
            }
            for kind, seconds in EVERY_SECONDS.items()
        },
    )
    process = PoolProcess(settings)
    for kind, handler in HANDLERS.items():
        _register(app, kind, handler, process)

    def set_up_logging(**_: object) -> None:
        configure_logging(settings.log_level)

    def start(**_: object) -> None:
        process.get()

    def stop(**_: object) -> None:
        process.close()

    def tell_ready(sender: object, **_: object) -> None:
        _tell(f"{getattr(sender, 'hostname', 'celery@localhost')} ready")

    def tell_beat(**_: object) -> None:
        _tell("beat: Starting")

    for signal, receiver in (
        (signals.worker_ready, tell_ready),
        (signals.beat_init, tell_beat),
        (signals.setup_logging, set_up_logging),
        (signals.worker_process_init, start),
        (signals.worker_process_shutdown, stop),
    ):
        signal.connect(receiver, weak=False)
    return app


def _register(app: Celery, kind: JobKind, handler: Handler, process: PoolProcess) -> None:
    def run(task: Task, **payload: object) -> None:
        request_id = task.request.get(REQUEST_ID_HEADER)
        process.get().run(kind, handler, payload, job_id=task.request.id, request_id=request_id)

    app.task(run, name=kind.name, bind=True)


def _tell(line: str) -> None:
    """Says what the supervisor waits for, whatever the level of the log."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
