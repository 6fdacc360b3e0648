"""How Stripe's API talks: form-encoded parameters in brackets, errors, lists, expansion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qsl

Params = dict[str, Any]
"""Decoded parameters: strings, lists and nested dicts, exactly as sent (no numbers)."""

Object = dict[str, Any]
"""One API object as JSON."""

_KEY: Final = re.compile(r"\[([^\[\]]*)\]")
MAX_LIMIT: Final = 100


class StripeAPIError(Exception):
    """An error reply (https://docs.stripe.com/api/errors).

    stored: whether it is kept under the idempotency key; failed validation and conflicts are not.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        stored: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.stored = stored
        optional = {"code": code, "param": param}
        self.body: Object = {
            "error": {
                **{key: value for key, value in optional.items() if value is not None},
                "message": message,
                "type": kind,
            }
        }


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeAPIError:
    """400 before anything was done."""
    return StripeAPIError(400, "invalid_request_error", message, code=code, param=param)


def refused(message: str, param: str | None = None, code: str | None = None) -> StripeAPIError:
    """400 that the object's state asks for; kept under the idempotency key."""
    return StripeAPIError(
        400, "invalid_request_error", message, code=code, param=param, stored=True
    )


def missing(kind: str, identifier: str, param: str = "id") -> StripeAPIError:
    """404 of an unknown object."""
    return StripeAPIError(
        404,
        "invalid_request_error",
        f"No such {kind}: '{identifier}'",
        code="resource_missing",
        param=param,
    )


def decode_form(encoded: str) -> Params:
    """`a[b][0][c]=1&expand[]=x` as nested dicts and lists."""
    root: Params = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True):
        head = key.partition("[")[0]
        path = [head, *_KEY.findall(key)]
        node: Any = root
        for part, following in pairwise(path):
            node = node.setdefault(part, {"": []} if following == "" else {})
        if path[-1] == "":
            node[""].append(value)
        else:
            node[path[-1]] = value
    folded = _fold(root)
    assert isinstance(folded, dict)
    return folded


def _fold(node: Any) -> Any:
    """Dicts whose keys are 0, 1, 2… and `[]` entries become lists."""
    if not isinstance(node, dict):
        return node
    if "" in node:
        return list(node[""])
    folded = {key: _fold(value) for key, value in node.items()}
    if folded and all(key.isdigit() for key in folded):
        return [folded[key] for key in sorted(folded, key=int)]
    return folded


def known_only(params: Mapping[str, Any], names: frozenset[str], prefix: str = "") -> None:
    """Refuse parameters that the endpoint does not document."""
    for name in params:
        if name not in names:
            full = f"{prefix}[{name}]" if prefix else name
            raise invalid(f"Received unknown parameter: {full}", full, "parameter_unknown")


def integer(value: object, param: str) -> int:
    """A parameter that must be an integer."""
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]+", value):
        raise invalid(f"Invalid integer: {value}", param, "parameter_invalid_integer")
    return int(value)


def list_page(objects: list[Object], params: Params, url: str) -> Object:
    """One page, newest first. `objects` come oldest first, already filtered."""
    limit = integer(params.get("limit", "10"), "limit")
    if not 1 <= limit <= MAX_LIMIT:
        raise invalid("Invalid integer: must be between 1 and 100", "limit")
    found = [thing for thing in reversed(objects) if _in_range(thing, params.get("created"))]
    if (after := params.get("starting_after")) is not None:
        identifiers = [thing["id"] for thing in found]
        if after not in identifiers:
            raise missing("object", after, "starting_after")
        found = found[identifiers.index(after) + 1 :]
    return {
        "object": "list",
        "data": found[:limit],
        "has_more": len(found) > limit,
        "url": url,
    }


def _in_range(thing: Object, created: object) -> bool:
    if created is None:
        return True
    bounds = created if isinstance(created, dict) else {"gte": created, "lte": created}
    holds: dict[str, Callable[[int, int], bool]] = {
        "gt": lambda at, bound: at > bound,
        "gte": lambda at, bound: at >= bound,
        "lt": lambda at, bound: at < bound,
        "lte": lambda at, bound: at <= bound,
    }
    known_only(bounds, frozenset(holds), "created")
    return all(
        holds[name](thing["created"], integer(bound, f"created[{name}]"))
        for name, bound in bounds.items()
    )


def expanded(thing: Object, paths: list[str], find: Callable[[str], Object | None]) -> Object:
    """A copy in which the ids at `paths` (`payment_intent.latest_charge`) became objects."""
    copy = dict(thing)
    for path in paths:
        head, _, rest = path.partition(".")
        below = [rest] if rest else []
        if head == "data" and copy.get("object") == "list":
            copy["data"] = [expanded(item, below, find) for item in copy["data"]]
            continue
        if head not in copy:
            raise invalid(f"This property cannot be expanded ({path}).", "expand")
        value = copy[head]
        if isinstance(value, str):
            value = find(value)
        copy[head] = expanded(value, below, find) if isinstance(value, dict) else value
    return copy
