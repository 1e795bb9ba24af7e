"""`rlcoach up` with the small programs in place of the real ones; all else is the real thing."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace

from rlcoach.cli.host_output import show_line
from rlcoach.host.data_dir import DataDir
from rlcoach.host.environment import HostEnvironment
from rlcoach.host.errors import HostError
from rlcoach.host.run import up
from rlcoach.host.services import Plan, local_plan

PORTS_VARIABLE = "SMALL_PRODUCT_PORTS"
_INSTEAD = {
    "rlcoach.db.migrate": "tests.host.small.migration",
    "rlcoach.host.api_process:create_app": "tests.host.small.api:create_app",
    "rlcoach.worker.app": "tests.host.small.worker",
}


def small_plan(host: HostEnvironment, data_dir: DataDir, inherited: Mapping[str, str]) -> Plan:
    """The real plan, with other programs, and ports that no other test run wants."""
    ports = json.loads(inherited.get(PORTS_VARIABLE, '{"postgres": 0, "redis": 0, "api": 0}'))
    plan = local_plan(host, data_dir, inherited, usual_ports=ports)
    services = tuple(
        replace(service, command=tuple(_INSTEAD.get(word, word) for word in service.command))
        for service in plan.services
    )
    return replace(plan, services=services)


if __name__ == "__main__":
    try:
        up(os.environ, show_line, small_plan)
    except HostError as error:
        sys.exit(str(error))
