"""Expected problems."""

from rlcoach.core.errors import AppError, Conflict, NotFound, TooMany, Unavailable


class ReplayNotFound(NotFound):
    """As a service declares one."""

    code = "replay_not_found"
    sentence = "There is no such replay."


class TestAppError:
    def test_a_service_names_code_and_sentence_and_the_family_the_status(self) -> None:
        error = ReplayNotFound()
        assert (error.status, error.code, str(error)) == (
            404,
            "replay_not_found",
            "There is no such replay.",
        )

    def test_a_sentence_of_the_moment(self) -> None:
        error = TooMany("Wait until noon.", details={"limit": 100}, retry_after_seconds=60)
        assert error.sentence == "Wait until noon."
        assert error.details == {"limit": 100}
        assert error.retry_after_seconds == 60
        assert TooMany().sentence != error.sentence

    def test_refusals_are_no_faults(self) -> None:
        assert not any(kind().is_fault for kind in (NotFound, Conflict, TooMany, Unavailable))
        assert AppError().is_fault
