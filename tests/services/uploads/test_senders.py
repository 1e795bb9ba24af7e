"""What one user, and all of them, can have under way at the same time."""

from contextlib import ExitStack
from uuid import uuid4

import pytest

from rlcoach.services.uploads.errors import (
    UploadLimitReached,
    UploadsBusy,
    UploadsUnderWay,
)
from rlcoach.services.uploads.senders import Senders
from tests.fixtures.processing import SetClock

USER = uuid4()


@pytest.fixture
def clock() -> SetClock:
    """The time."""
    return SetClock()


@pytest.fixture
def senders(clock: SetClock) -> Senders:
    """Nobody sends yet."""
    return Senders(clock)


def refuse(senders: Senders) -> None:
    """The user sends more than his hour takes; it is read, and refused."""
    with pytest.raises(UploadLimitReached, match="too many"), senders.sending(USER):
        raise UploadLimitReached("too many")


class TestUnderWay:
    def test_a_user_has_a_few(self, senders: Senders) -> None:
        with ExitStack() as stack:
            for _ in range(4):
                stack.enter_context(senders.sending(USER))
            with pytest.raises(UploadsUnderWay) as refusal, senders.sending(USER):
                pass
            assert refusal.value.retry_after_seconds == 10
            with senders.sending(uuid4()):
                pass
        with senders.sending(USER):
            pass

    def test_all_together_have_many(self, senders: Senders) -> None:
        with ExitStack() as stack:
            for _ in range(64):
                stack.enter_context(senders.sending(uuid4()))
            with pytest.raises(UploadsBusy) as refusal, senders.sending(USER):
                pass
            assert refusal.value.retry_after_seconds == 10
        with senders.sending(USER):
            pass

    def test_one_that_fails_is_over(self, senders: Senders) -> None:
        for _ in range(5):
            with pytest.raises(ZeroDivisionError), senders.sending(USER):
                raise ZeroDivisionError


class TestRefusals:
    def test_are_read_three_times_and_then_no_more(self, senders: Senders, clock: SetClock) -> None:
        for _ in range(3):
            refuse(senders)
            clock.move(minutes=1)
        with pytest.raises(UploadLimitReached) as refusal, senders.sending(USER):
            pass
        assert refusal.value.retry_after_seconds == 7 * 60
        clock.move(minutes=7)
        refuse(senders)

    def test_are_each_users_own(self, senders: Senders) -> None:
        for _ in range(3):
            refuse(senders)
        with senders.sending(uuid4()):
            pass
