"""The fuzzing finds what it is for: a planted fault fails the check that is meant for it."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from fastapi import FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from ecomm_testing.fuzz.campaign import PHASES, Campaign, Report, Tolerated
from ecomm_testing.fuzz.malformed import Malformer
from ecomm_testing.fuzz.seeds import Seeds
from ecomm_testing.fuzz.serving import Served, served
from ecomm_testing.leak import Call, operations

CALLS = {
    "healthy": Call(json={"count": 1}),
    "breaks": Call(json={"count": 1}),
    "lies": Call(),
    "teapot": Call(),
    "lax": Call(json={"count": 1}),
    "strict": Call(json={"count": 1}),
    "never": Call(),
}


class Thing(BaseModel):
    count: int = Field(strict=True, ge=0, le=10_000)


class LaxThing(BaseModel):
    count: int


class TooMany(Exception):
    """Refused by a rule that the schema does not know."""


class Shape(BaseModel):
    size: int


def planted() -> FastAPI:
    """An application with one fault per route, and one route without."""
    app = FastAPI(generate_unique_id_function=lambda route: route.name)
    extra = {"x-access": "public"}

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Any, error: Any) -> JSONResponse:
        details = [
            {"field": ".".join(map(str, item["loc"][1:])), "message": item["msg"]}
            for item in error.errors()
        ]
        return JSONResponse({"error": {"code": "invalid", "details": details}}, 422)

    @app.exception_handler(TooMany)
    async def invalid(_request: Any, _error: Any) -> JSONResponse:
        error = {"code": "invalid", "message": "no", "details": [{"field": "count"}]}
        return JSONResponse({"error": error}, 422)

    @app.post("/healthy", openapi_extra=extra, responses={400: {}})
    async def healthy(thing: Thing) -> Shape:
        return Shape(size=thing.count)

    @app.post("/breaks", openapi_extra=extra)
    async def breaks(thing: Thing) -> Shape:
        return Shape(size=1 // (10_000 - thing.count))

    @app.get("/lies", openapi_extra=extra, response_model=Shape)
    async def lies() -> JSONResponse:
        return JSONResponse({"size": "large"})

    @app.get("/teapot", openapi_extra=extra)
    async def teapot(hot: bool = False) -> Shape:
        if hot:
            raise HTTPException(418)
        return Shape(size=1)

    @app.post("/lax", openapi_extra=extra)
    async def lax(thing: LaxThing) -> Shape:
        return Shape(size=thing.count)

    @app.post("/strict", openapi_extra=extra, responses={400: {}, 422: {}})
    async def strict(thing: Thing) -> Shape:
        if thing.count != 1:
            raise TooMany
        return Shape(size=thing.count)

    @app.get("/never", openapi_extra=extra, responses={404: {}})
    async def never() -> Shape:
        raise HTTPException(404)

    return app


class Ground:
    async def call(self, operation_id: str) -> Call:
        return CALLS[operation_id]

    async def credentials(self) -> dict[str, str]:
        return {}

    def sign(self, operation_id: str, request: requests.PreparedRequest) -> None:
        """Nothing to sign."""


async def _ground() -> Ground:
    return Ground()


@pytest.fixture(scope="module")
def application() -> Iterator[Served[FastAPI]]:
    def make(_url: str) -> tuple[FastAPI, FastAPI]:
        app = planted()
        return app, app

    with served(make) as running:
        yield running


@pytest.fixture(scope="module")
def report(application: Served[FastAPI]) -> Report:
    described = application.kernel.openapi()
    seeds = Seeds(application, _ground, holds_tokens=False)
    found = Report.of("nobody", described)
    campaign = Campaign("nobody", described, seeds, Tolerated())
    campaign.run(set(CALLS), examples=40, phases=PHASES, into=found)
    return found


@pytest.mark.parametrize(
    ("operation", "check"),
    [
        ("breaks", "not_a_server_error"),
        ("lies", "response_schema_conformance"),
        ("teapot", "status_code_conformance"),
        ("lax", "negative_data_rejection"),
        ("strict", "positive_data_acceptance"),
    ],
)
def test_a_planted_fault_fails_its_check(report: Report, operation: str, check: str) -> None:
    assert check in {kind[1] for kind in report.findings if kind[0] == operation}


def test_a_healthy_operation_has_no_finding(report: Report) -> None:
    assert {kind for kind in report.findings if kind[0] == "healthy"} == set()
    assert report.tallies["healthy"].successes > 5


def test_an_operation_without_a_2xx_fails(report: Report) -> None:
    assert report.without_success(set(CALLS)) == ["never"]
    clean = Report("nobody", report.tallies)
    with pytest.raises(AssertionError, match="never answered 2xx"):
        clean.check(set(CALLS))
    clean.check(set(CALLS) - {"never"})


def test_findings_fail_the_campaign(report: Report) -> None:
    with pytest.raises(AssertionError, match="not_a_server_error"):
        report.check(set())


def test_a_tolerated_refusal_is_no_finding(application: Served[FastAPI]) -> None:
    described = application.kernel.openapi()
    seeds = Seeds(application, _ground, holds_tokens=False)
    found = Report.of("nobody", described)
    tolerated = Tolerated(fields={"strict": {"count": "one thing only"}})
    Campaign("nobody", described, seeds, tolerated).run(
        {"strict"}, examples=10, phases=("coverage",), into=found
    )
    assert "positive_data_acceptance" not in {kind[1] for kind in found.findings}


def test_broken_requests_find_what_leaves_the_envelope(application: Served[FastAPI]) -> None:
    described = application.kernel.openapi()
    described["components"]["schemas"]["ErrorReply"] = {"type": "object", "required": ["data"]}
    malformer = Malformer(described, application.url)
    [operation] = [o for o in operations(described) if o.id == "healthy"]
    faults = {
        raw.what: malformer.wrong(operation, raw, malformer.send(raw))
        for raw in malformer.requests(operation, CALLS["healthy"], {})
    }
    assert "envelope" in str(faults["body truncated"])


class _Damaged(Ground):
    """A world whose person was taken out of the business by one of the calls."""

    async def credentials(self) -> dict[str, str]:
        raise AssertionError("belongs to no business any more")


def test_a_person_who_cannot_sign_in_any_more_gets_a_new_world(
    application: Served[FastAPI],
) -> None:
    made: list[Ground] = []

    async def prepare() -> Ground:
        made.append(Ground() if made else _Damaged())
        return made[-1]

    seeds = Seeds(application, prepare, holds_tokens=False)
    assert seeds.credentials("healthy") == {}
    assert (seeds.grounds, seeds.ground) == (2, made[1])
