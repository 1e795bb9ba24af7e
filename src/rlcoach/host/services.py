"""The processes of the product on one machine: this is the whole list."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rlcoach.db.pools import limit_needed
from rlcoach.host.data_dir import DATA_DIR_VARIABLE, DataDir
from rlcoach.host.environment import HostEnvironment, children_environment, read_environment
from rlcoach.host.errors import NotRunning
from rlcoach.host.postgres import POSTGRES_PORT, USUAL_CONNECTIONS, postgres_url
from rlcoach.host.redis import REDIS_PORT, redis_url
from rlcoach.host.service import LOOPBACK, Service, answers_http, choose_port
from rlcoach.host.state import read_state, running_supervisor

API_PORT = 8000
USUAL_PORTS: Mapping[str, int] = {
    "postgres": POSTGRES_PORT,
    "redis": REDIS_PORT,
    "api": API_PORT,
}
METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Of the library for metrics: the folder in which its processes add up what they count."""
_OPEN_REQUESTS_SECONDS = 5
_RETURN_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(256 * 1024), "MALLOC_ARENA_MAX": "2"}
"""The API holds a file of 10 MB for moments only; by default glibc would keep the room for more."""
_RUNNING_TASKS_SECONDS = 30.0


@dataclass(frozen=True)
class Plan:
    """What is to run, and where it will be found."""

    services: tuple[Service, ...]
    environment: Mapping[str, str]
    """Of the application's processes."""
    url: str
    """What to open in a browser."""


def local_plan(
    host: HostEnvironment,
    data_dir: DataDir,
    inherited: Mapping[str, str],
    *,
    usual_ports: Mapping[str, int] = USUAL_PORTS,
) -> Plan:
    """Prepares what is missing and lists what to run; a usual port that is taken is replaced.

    Raises:
        HostError: PostgreSQL or Redis cannot be prepared.
    """
    servers: list[Service] = []
    database_url, redis_url = host.database_url, host.redis_url
    if database_url is None:
        postgres = data_dir.postgres(
            port=choose_port(usual_ports["postgres"]),
            max_connections=max(USUAL_CONNECTIONS, limit_needed(host.workers)),
        )
        database_url = postgres.url()
        servers.append(postgres.service())
    if redis_url is None:
        redis = data_dir.redis(port=choose_port(usual_ports["redis"]))
        redis_url = redis.url
        servers.append(redis.service())
    metrics_folder = data_dir.path / "metrics"
    shutil.rmtree(metrics_folder, ignore_errors=True)  # The counts of processes that are gone.
    metrics_folder.mkdir()
    api_port = choose_port(usual_ports["api"])
    api_url = f"http://{LOOPBACK}:{api_port}"
    environment = children_environment(
        inherited,
        host,
        database_url=database_url,
        redis_url=redis_url,
        api_url=api_url,
        token_secret=host.token_secret or data_dir.secret("token"),
    )
    environment[METRICS_VARIABLE] = str(metrics_folder)  # The API shows what the workers counted.
    application = application_services(
        environment,
        after=tuple(service.name for service in servers),
        api_port=api_port,
        workers=host.workers,
        data_dir=data_dir.path,
    )
    return Plan((*servers, *application), environment, api_url)


def upload_service(plan: Plan, paths: Sequence[Path]) -> Service:
    """Sends replays to the product once it is there, as the local player."""
    return Service(
        name="upload",
        command=(sys.executable, "-P", "-m", "rlcoach", "upload", *map(str, paths)),
        environment=plan.environment,
        folder=Path(plan.environment[DATA_DIR_VARIABLE]),
        after=("api", "worker"),
        is_once=True,
        is_aside=True,
    )


def running_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """What a command needs to work beside a running product: the variables its processes have.

    Raises:
        NotRunning: the servers would have to be running.
        SettingsInvalid: settings are wrong.
    """
    host = read_environment(inherited)
    state = read_state(host.data_dir)
    if running_supervisor(host.data_dir) is None or state is None:
        if host.needs_servers:
            raise NotRunning(
                f"rlcoach is not running on {host.data_dir}: start it with `rlcoach up`, or set "
                f"DATABASE_URL and REDIS_URL."
            )
        return dict(inherited)
    ports = {service.name: service.port or 0 for service in state.services}
    data_dir = DataDir(host.data_dir, None)
    return children_environment(
        inherited,
        host,
        database_url=host.database_url
        or postgres_url(ports["postgres"], data_dir.secret("postgres")),
        redis_url=host.redis_url or redis_url(ports["redis"], data_dir.secret("redis")),
        api_url=f"http://{LOOPBACK}:{ports['api']}",
        token_secret=host.token_secret or data_dir.secret("token"),
    )


def application_services(
    environment: Mapping[str, str],
    *,
    after: tuple[str, ...],
    api_port: int,
    workers: int,
    data_dir: Path,
) -> tuple[Service, ...]:
    """Migrations, and after them the API, the worker and its clock.

    They start in the data folder, where no `.env` is: all settings have been read, and a service
    that is started again later must not get others.
    """

    def python(*arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-P", "-m", *arguments)

    celery = python("celery", "--quiet", "-A", "rlcoach.worker.app")
    migrations = Service(
        name="migrations",
        command=python("rlcoach.db.migrate"),
        environment=environment,
        folder=data_dir,
        after=after,
        is_once=True,
    )
    api = Service(
        name="api",
        command=(
            *python("uvicorn", "rlcoach.host.api_process:create_app", "--factory"),
            *("--host", LOOPBACK, "--port", str(api_port)),
            *("--timeout-graceful-shutdown", str(_OPEN_REQUESTS_SECONDS)),
            "--no-access-log",  # The application logs its requests itself, with their ids.
        ),
        environment={**_RETURN_MEMORY, **environment},
        is_ready=answers_http(f"http://{LOOPBACK}:{api_port}/health/ready"),
        folder=data_dir,
        after=(*after, migrations.name),
        port=api_port,
    )
    worker = Service(
        name="worker",
        command=(
            *(*celery, "worker", "--concurrency", str(workers), "--loglevel", "INFO"),
            # There is one worker: it need not look for others before it starts.
            *("--without-gossip", "--without-mingle"),
        ),
        environment=environment,
        ready_line=re.compile(r"celery@\S+ ready"),
        folder=data_dir,
        after=(*after, migrations.name),
        # Tasks that run may end. One that does not is queued again by whoever finds it open.
        stop_grace_seconds=_RUNNING_TASKS_SECONDS,
    )
    beat = Service(
        name="beat",
        command=(
            *(*celery, "beat", "--loglevel", "INFO", "--pidfile", ""),
            *("--schedule", str(data_dir / "beat-schedule")),
        ),
        environment=environment,
        ready_line=re.compile("beat: Starting"),
        folder=data_dir,
        after=(*after, migrations.name),
    )
    return (migrations, api, worker, beat)
