"""Every operation of the API, taken from the application itself, to be walked."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from rlcoach.api.app import create_app
from rlcoach.api.runtime import ApiRuntime
from tests.api.world import World
from tests.builders.replay_files import small_replay
from tests.fixtures.api import UPLOAD_PATH

PUBLIC = {"/", "/health/live", "/health/ready", "/metrics", "/openapi.json"}
PUBLIC |= {"/docs", "/docs/oauth2-redirect"}
"""Routes that tell nothing about anybody."""
_PARAMETER = re.compile(r"\{(\w+)\}")
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """A method of a route."""

    method: str
    path: str
    described: Schema
    """What the description says of it."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def name(self) -> str:
        """Its `operationId`."""
        return str(self.described.get("operationId", ""))

    @property
    def parameters(self) -> list[str]:
        """Names in its path."""
        return _PARAMETER.findall(self.path)

    @property
    def query_fields(self) -> dict[str, Schema]:
        """What it can be asked with."""
        told = self.described.get("parameters", [])
        return {each["name"]: each["schema"] for each in told if each["in"] == "query"}

    @property
    def takes_json(self) -> bool:
        """Whether it has a body the framework reads."""
        return "application/json" in self.described.get("requestBody", {}).get("content", {})

    @property
    def body_fields(self) -> dict[str, Schema]:
        """The members of its JSON."""
        if not self.takes_json:
            return {}
        (schema,) = schemas_in(
            self.described["requestBody"]["content"]["application/json"]["schema"]
        )
        fields: dict[str, Schema] = schema["properties"]
        return fields

    @property
    def ids_in_query(self) -> list[str]:
        """What it can be asked with that names something."""
        return [name for name, schema in self.query_fields.items() if names_something(schema)]

    @property
    def ids_in_body(self) -> list[str]:
        """Members of its JSON that name something."""
        return [name for name, schema in self.body_fields.items() if names_something(schema)]

    def filled(self, world: World) -> str:
        """Its path with the ids of a user."""
        ids = self.ids(world, self.parameters)
        return _PARAMETER.sub(lambda found: ids[found[1]], self.path)

    def ids(self, world: World, names: list[str]) -> dict[str, str]:
        """Ids of a user by these names."""
        missing = [name for name in names if name not in world.ids]
        assert not missing, f"{self}: tests/api/world.py has no {missing}"
        return {name: str(world.ids[name]) for name in names}

    def request(self, world: World) -> dict[str, Any]:
        """What else it is sent."""
        if self.path == UPLOAD_PATH:
            return {"files": [("files", ("theirs.replay", small_replay()))]}
        query = {"params": world.queries.get(self.name, {})}
        if not self.takes_json:
            return query
        body = {**world.bodies.get(self.name, {}), **self.ids(world, self.ids_in_body)}
        assert body, f"{self}: tests/api/world.py has no body for {self.name}"
        return {"json": body, **query}


def operations(app: FastAPI) -> Iterator[Operation]:
    """Every method of every route, whether it is in the description or not."""
    described = app.openapi()["paths"]
    for route in flat(app.routes):
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            told = described.get(route.path, {}).get(method.lower(), {})
            yield Operation(method, route.path, told)


def flat(routes: Any) -> Iterator[Any]:
    """Routes, those of routers included."""
    for route in routes:
        if hasattr(route, "methods"):
            yield route
        elif isinstance(getattr(route, "app", None), StaticFiles):
            assert route.path == "/static-offline-docs", f"{route} hands out files"
        else:
            inner = list(flat(getattr(route, "routes", None) or route.original_router.routes))
            assert inner, f"{route} holds routes this test does not see"
            yield from inner


def schemas_in(schema: Schema) -> Iterator[Schema]:
    """A schema, or what it refers to, and what may be within it: alternatives, items, names."""
    if "$ref" in schema:
        schema = APP.openapi()["components"]["schemas"][schema["$ref"].split("/")[-1]]
    yield schema
    inner = [*schema.get("anyOf", []), *schema.get("allOf", [])]
    inner += [schema.get(name) for name in ("items", "propertyNames", "additionalProperties")]
    for each in inner:
        if isinstance(each, dict):
            yield from schemas_in(each)


def names_something(schema: Schema) -> bool:
    """Whether a field takes an id."""
    return any(each.get("format") == "uuid" for each in schemas_in(schema))


def never_opened() -> AbstractAsyncContextManager[ApiRuntime]:
    """For an application that is only looked at."""
    raise AssertionError


APP = create_app(never_opened)
OPERATIONS = [each for each in operations(APP) if each.path not in PUBLIC]
WITH_IDS = [each for each in OPERATIONS if each.parameters]
WITHOUT_IDS = [each for each in OPERATIONS if not each.parameters]
TAKING_JSON = [each for each in OPERATIONS if each.takes_json]
