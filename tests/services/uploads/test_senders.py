"""What one user, and all of them, can have under way at the same time."""

from contextlib import ExitStack
from uuid import uuid4

import pytest

from rlcoach.services.uploads.errors import UploadsBusy, UploadsUnderWay
from rlcoach.services.uploads.senders import Senders

USER = uuid4()


@pytest.fixture
def senders() -> Senders:
    """Nobody sends yet."""
    return Senders()


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
