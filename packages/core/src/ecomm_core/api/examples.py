"""Examples in the OpenAPI document: calls that were really made, kept in a file beside the code."""

import json
from pathlib import Path
from typing import Any, TypedDict


class Example(TypedDict, total=False):
    """One call and its reply. `body` is absent where nothing or a file was sent, `reply` where it
    was no JSON."""

    path: dict[str, Any]
    query: dict[str, Any]
    headers: dict[str, str]
    body: Any
    status: int
    reply: Any


def read(file: Path) -> dict[str, Example]:
    """The recorded calls by operation id."""
    found: dict[str, Example] = json.loads(file.read_text(encoding="utf-8"))
    return found


def attach(document: dict[str, Any], examples: dict[str, Example]) -> None:
    """Put each call beside its operation, into the document itself."""
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("operationId") in examples:
                _attach(operation, examples[operation["operationId"]])


def _attach(operation: dict[str, Any], example: Example) -> None:
    given = {
        "path": example.get("path", {}),
        "query": example.get("query", {}),
        "header": example.get("headers", {}),
    }
    for parameter in operation.get("parameters", []):
        value = given.get(parameter["in"], {}).get(parameter["name"])
        if value is not None:
            parameter["example"] = value
    if "body" in example:
        _put(operation.get("requestBody"), example["body"])
    if "reply" in example:
        _put(operation["responses"].get(str(example["status"])), example["reply"])


def _put(described: dict[str, Any] | None, value: Any) -> None:
    """A recording may be older than the code: what the operation no longer has is passed over."""
    content = (described or {}).get("content", {}).get("application/json")
    if content is not None:
        content["example"] = value
