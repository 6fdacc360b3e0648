"""The document's examples: every operation has them, and they are what its schemas say."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from commerce.openapi import document
from ecomm_testing.leak import METHODS

DOCUMENT = document()
REGISTRY: Registry[Any] = Registry().with_resource(
    "urn:document", DRAFT202012.create_resource(DOCUMENT)
)
OPERATIONS = {
    operation["operationId"]: operation
    for item in DOCUMENT["paths"].values()
    for method, operation in item.items()
    if method in METHODS
}


def problems_of(operation: dict[str, Any]) -> list[str]:
    """What is missing, and where an example is not what its schema says."""
    found: list[str] = []
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None:
        found += _judged("body", body)
    for status, reply in operation["responses"].items():
        content = reply.get("content", {}).get("application/json")
        if status[0] == "2" and content is not None:
            found += _judged(status, content)
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path" and "example" not in parameter:
            found.append(f"{parameter['name']}: no example")
    return found


def _judged(place: str, content: dict[str, Any]) -> list[str]:
    if "example" not in content:
        return [f"{place}: no example (run `make examples`)"]
    schema = _anchored(content["schema"])
    errors = Draft202012Validator(schema, registry=REGISTRY).iter_errors(content["example"])
    return [f"{place}: {error.json_path} {error.message[:200]}" for error in errors]


def _anchored(schema: Any) -> Any:
    """The schema with its references, however deep (a body that may be absent is an `anyOf`),
    pointing into the document."""
    if isinstance(schema, list):
        return [_anchored(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"urn:document{part}" if name == "$ref" else _anchored(part)
        for name, part in schema.items()
    }


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_has_valid_examples_a_summary_and_its_errors(name: str) -> None:
    operation = OPERATIONS[name]
    assert problems_of(operation) == []
    assert len(operation["summary"].split()) > 1, "the docstring begins with a sentence"
    assert len(operation["summary"]) <= 110
    refusals = [status for status in operation["responses"] if status[0] in "45"]
    assert refusals
    for status in refusals:
        schema = operation["responses"][status]["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/ErrorReply"}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("carts_add_line", {"variant_id": 5, "quantity": 1}),
        ("purchase_orders_look_up", {"supplier_ref": 5}),  # its body may be absent
    ],
)
def test_a_missing_and_a_wrong_example_are_found(name: str, wrong: dict[str, Any]) -> None:
    """The planted faults: no example of a body, and one that is not what its schema demands."""
    operation = OPERATIONS[name]
    content = operation["requestBody"]["content"]["application/json"]
    bare = {name: value for name, value in content.items() if name != "example"}
    without = {**operation, "requestBody": {"content": {"application/json": bare}}}
    assert problems_of(without) == ["body: no example (run `make examples`)"]
    with_wrong = {"content": {"application/json": {**content, "example": wrong}}}
    assert problems_of({**operation, "requestBody": with_wrong})
