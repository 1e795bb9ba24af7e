"""Jobs: collected, then sent or dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from rlcoach.core.jobs import (
    Job,
    JobKind,
    JobsNotSent,
    KeptJobs,
    count_collected,
    drop_collected,
    enqueue,
    send_collected,
)

PROCESS = JobKind("uploads.process", queue="replay_processing")
CLEAN = JobKind("storage.clean", queue="background")


@dataclass
class Unit:
    """What jobs are collected on."""

    info: dict[object, object] = field(default_factory=dict)


class BrokenQueue:
    """A queue that does not answer."""

    async def send(self, jobs: Sequence[Job]) -> None:
        """Fails."""
        raise JobsNotSent(f"{len(jobs)} jobs")


class TestEnqueue:
    async def test_what_is_collected_is_sent_once_and_in_order(self) -> None:
        unit, sender = Unit(), KeptJobs()
        enqueue(unit, PROCESS, {"id": "1"})
        enqueue(unit, CLEAN, {"id": "2"}, delay_seconds=60)
        assert sender.jobs == []
        await send_collected(unit, sender)
        await send_collected(unit, sender)
        assert sender.take() == [Job(PROCESS, {"id": "1"}), Job(CLEAN, {"id": "2"}, 60)]
        assert sender.take() == []

    async def test_units_of_work_are_apart(self) -> None:
        one, other, sender = Unit(), Unit(), KeptJobs()
        enqueue(one, PROCESS, {"id": "1"})
        await send_collected(other, sender)
        assert sender.jobs == []
        assert count_collected(one) == 1

    async def test_the_payload_is_what_it_was_when_collected(self) -> None:
        unit, sender = Unit(), KeptJobs()
        payload = {"id": "1"}
        enqueue(unit, PROCESS, payload)
        payload["id"] = "2"
        await send_collected(unit, sender)
        assert sender.jobs[0].payload == {"id": "1"}


class TestDropCollected:
    async def test_nothing_is_sent_afterwards(self) -> None:
        unit, sender = Unit(), KeptJobs()
        enqueue(unit, PROCESS, {"id": "1"})
        drop_collected(unit)
        await send_collected(unit, sender)
        assert sender.jobs == []

    async def test_older_ones_can_be_kept(self) -> None:
        unit, sender = Unit(), KeptJobs()
        enqueue(unit, PROCESS, {"id": "1"})
        enqueue(unit, PROCESS, {"id": "2"})
        drop_collected(unit, keep_first=1)
        await send_collected(unit, sender)
        assert [job.payload["id"] for job in sender.jobs] == ["1"]


class TestSendCollected:
    async def test_a_queue_that_is_gone_undoes_nothing_and_is_told(self) -> None:
        unit = Unit()
        enqueue(unit, PROCESS, {"id": "1"})
        with structlog.testing.capture_logs() as logs:
            await send_collected(unit, BrokenQueue())
        assert count_collected(unit) == 0
        assert [entry["event"] for entry in logs] == ["jobs_not_sent"]
        assert logs[0]["jobs"] == ["uploads.process"]
