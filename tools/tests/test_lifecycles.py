"""The check on the lifecycles, and what makes it fail; and the judge that runs with them."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools.lifecycles import LAST, dishonest, problems, tags_of

GOOD = f'''"""A story."""
from typing import Any
from .story import euros
TAGS = ("mugs",)
async def test_a_mug(room: Any, api: Any) -> None:
    await room.owner.get("/mugs")
{LAST}
'''
FOLDER = Path(__file__).parents[2] / "services/commerce/tests/lifecycles"


def test_an_honest_file_passes() -> None:
    assert problems({"mugs"}, {"a.py": GOOD}) == []


def test_a_tag_that_nobody_walks_fails() -> None:
    assert problems({"mugs", "pots"}, {"a.py": GOOD}) == ["pots: no lifecycle walks it"]


def test_a_tag_that_two_walk_or_that_nothing_has_fails() -> None:
    assert problems({"mugs"}, {"a.py": GOOD, "b.py": GOOD}) == [
        "mugs: walked by 2 files, one is to answer for it: a.py, b.py"
    ]
    assert problems(set(), {"a.py": GOOD}) == ["mugs: no operation has it; named in a.py"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("from .story import euros", "from sqlalchemy import text", "imports sqlalchemy"),
        ("from .story import euros", "import commerce.orders.service", "imports commerce.orders"),
        ("from .story import euros", "from .backstage import Backstage", "imports .backstage"),
        (
            "from .story import euros",
            "from ecomm_testing.outbox import run_outbox",
            "imports ecomm_",
        ),
        ('    await room.owner.get("/mugs")', "    import asyncpg", "imports asyncpg"),
        ("room: Any, api: Any", "kernel: Any", "takes kernel"),
        ('room.owner.get("/mugs")', "room.backstage.kernel.database", "uses kernel"),
        ('room.owner.get("/mugs")', "room.backstage._transaction()", "uses _transaction"),
        ('("mugs",)', "tuple(OTHER)", "says no TAGS"),
        ('("mugs",)', '("mugs", WORD)', "says no TAGS"),
        ("walked.all_of(TAGS)", "walked.all_of(())", "does not end with"),
        ("walked.all_of(TAGS)", "pass", "does not end with"),
        (LAST, "", "does not end with"),
        (LAST, f"{LAST}\ndef test_after() -> None:\n    pass", "does not end with"),
        (LAST, f"@pytest.mark.skip\n{LAST}", "uses skip"),
        (
            "api: Any) -> None:",
            "api: Any) -> None:\n    walked.answered.update(x)",
            "uses answered",
        ),
    ],
)
def test_a_file_that_reaches_behind_the_api_or_gets_out_of_it_fails(
    was: str, becomes: str, said: str
) -> None:
    """The planted faults."""
    assert GOOD.count(was) == 1
    found = list(dishonest(GOOD.replace(was, becomes)))
    assert any(said in problem for problem in found), found


def judge() -> ModuleType:
    """The room's own, which needs nothing of the service."""
    spec = importlib.util.spec_from_file_location("walking", FOLDER / "walking.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MUGS: dict[str, Any] = {
    "paths": {
        "/mugs": {
            "get": {"tags": ["mugs"], "operationId": "mugs_list"},
            "post": {"tags": ["mugs"], "operationId": "mugs_create"},
        },
        "/pots": {"get": {"tags": ["pots"], "operationId": "pots_list"}},
    }
}


def test_an_operation_that_was_refused_or_never_called_is_missing() -> None:
    """The planted faults: a call that is answered 404 only, and one that nobody makes."""
    answered = {"mugs_list": {200, 403}, "pots_list": {200}}
    walked = judge().Walked(MUGS, answered)
    assert walked.missing(["mugs"]) == ["mugs_create"]
    answered["mugs_create"] = {404, 422}
    assert walked.missing(["mugs"]) == ["mugs_create"]
    with pytest.raises(AssertionError, match="mugs_create"):
        walked.all_of(["mugs"])
    answered["mugs_create"].add(201)
    assert walked.missing(["mugs"]) == []
    with pytest.raises(KeyError):
        walked.missing(["cups"])


async def test_the_recorder_notes_what_a_route_has_answered() -> None:
    class Route:
        tags = ("mugs",)
        name = "list"

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        scope["route"] = Route()
        await send({"type": "http.response.start", "status": scope["status"]})
        await send({"type": "http.response.body"})

    async def nowhere(_message: Any = None) -> None:
        return

    recorder = judge().Recorder(app)
    for status in (404, 200):
        await recorder({"type": "http", "status": status}, nowhere, nowhere)
    assert recorder.answered == {"mugs_list": {200, 404}}


def test_tags_are_read_from_the_document_that_is_published() -> None:
    document = json.loads((FOLDER.parents[3] / "packages/api-client/openapi.json").read_text())
    assert {"orders", "products", "webhooks"} <= tags_of(document)
