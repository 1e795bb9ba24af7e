"""What goes wrong, in one form, and what is known about the service itself."""

import io
import json
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis
from sqlalchemy.exc import DBAPIError

from rlcoach.api.requests import REQUEST_ID_HEADER
from rlcoach.api.runtime import ApiRuntime
from rlcoach.db.engine import create_engine
from rlcoach.db.models import User
from rlcoach.host.service import choose_port
from tests.fixtures.api import UPLOAD_PATH, ClientOf


def lines(logs: io.StringIO) -> list[dict[str, object]]:
    """What was logged."""
    return [json.loads(line) for line in logs.getvalue().splitlines()]


class TestForm:
    async def test_is_the_same_for_every_problem(self, api: httpx.AsyncClient) -> None:
        answer = await api.get("/nowhere")
        request_id = answer.headers[REQUEST_ID_HEADER]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json() == {
            "type": "urn:rlcoach:problem:not_found",
            "title": "Not Found",
            "status": 404,
            "code": "not_found",
            "detail": "Not Found: there is nothing at this address, or not in this way.",
            "request_id": request_id,
        }

    async def test_another_method(self, api: httpx.AsyncClient) -> None:
        answer = await api.put("/health/live")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert "GET" in answer.headers["Allow"]

    @pytest.mark.as_user
    async def test_malformed_values_are_named_and_not_repeated(
        self, api: httpx.AsyncClient
    ) -> None:
        answer = await api.get("/api/v1/replays/my-secret-id")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == "path.replay_id"
        assert "my-secret-id" not in answer.text

    async def test_a_bug_is_told_without_what_it_is(
        self, app: FastAPI, api: httpx.AsyncClient, logs: io.StringIO
    ) -> None:
        @app.get("/test/bug")
        async def bug() -> None:
            raise ZeroDivisionError("inner workings")

        answer = await api.get("/test/bug")
        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
        assert "inner workings" not in answer.text
        (fault,) = [line for line in lines(logs) if line["event"] == "request_failed"]
        assert fault["request_id"] == answer.json()["request_id"]
        assert "inner workings" in str(fault["exception"])

    async def test_an_outage_is_no_bug(
        self, app: FastAPI, api: httpx.AsyncClient, logs: io.StringIO
    ) -> None:
        @app.get("/test/outage")
        async def outage() -> None:
            raise DBAPIError("SELECT 1", None, Exception(), connection_invalidated=True)

        answer = await api.get("/test/outage")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        assert "request_failed" not in {line["event"] for line in lines(logs)}


class TestRequestId:
    async def test_is_on_every_line(self, client_of: ClientOf, me: User, logs: io.StringIO) -> None:
        client = await client_of(me)
        answer = await client.post(UPLOAD_PATH, files={"files": b"x"})
        request_id = answer.headers[REQUEST_ID_HEADER]
        logged = [line for line in lines(logs) if str(line["logger"]).startswith("rlcoach")]
        assert {line["event"] for line in logged} == {"upload_taken", "request_answered"}
        assert {line["request_id"] for line in logged} == {request_id}
        assert {line["user_id"] for line in logged} == {str(me.id)}

    async def test_of_whoever_passes_a_request_on_is_kept(self, api: httpx.AsyncClient) -> None:
        answer = await api.get("/health/live", headers={REQUEST_ID_HEADER: "from-the-site-1"})
        assert answer.headers[REQUEST_ID_HEADER] == "from-the-site-1"

    @pytest.mark.parametrize("sent", ["", "short", "with spaces in it", "x" * 65, "<script>alert"])
    async def test_of_another_form_is_replaced(self, api: httpx.AsyncClient, sent: str) -> None:
        answer = await api.get("/health/live", headers={REQUEST_ID_HEADER: sent})
        UUID(answer.headers[REQUEST_ID_HEADER])


class TestHealth:
    async def test_ready(self, api: httpx.AsyncClient) -> None:
        answer = await api.get("/health/ready")
        assert answer.status_code == 200
        assert answer.json() == {
            "status": "ready",
            "checks": {"database": "ok", "redis": "ok", "storage": "ok"},
            "disk": "ok",
        }

    async def test_says_what_is_not_there(
        self, app: FastAPI, api: httpx.AsyncClient, runtime: ApiRuntime
    ) -> None:
        nobody = f"127.0.0.1:{choose_port()}"
        engine = create_engine(f"postgresql://rlcoach@{nobody}/rlcoach")
        redis = Redis.from_url(f"redis://{nobody}")
        app.state.runtime = ApiRuntime(
            settings=runtime.settings,
            engine=engine,
            redis=redis,
            uploads=runtime.uploads,
            incoming=runtime.incoming,
        )
        answer = await api.get("/health/ready")
        await redis.aclose()
        await engine.dispose()
        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        told = answer.json()
        assert (told["status"], told["code"], told["disk"]) == (503, "not_ready", "ok")
        assert told["checks"]["storage"] == "ok"
        assert "ok" not in (told["checks"]["database"], told["checks"]["redis"])

    async def test_live_whatever_is_missing(self, api: httpx.AsyncClient) -> None:
        assert (await api.get("/health/live")).json() == {"status": "live"}

    async def test_metrics_name_routes_and_not_paths(self, api: httpx.AsyncClient) -> None:
        path = f"/api/v1/replays/{UUID(int=7)}"
        await api.get(path)
        metrics = (await api.get("/metrics")).text
        assert 'route="/api/v1/replays/{replay_id}",status="401"' in metrics
        assert path not in metrics
