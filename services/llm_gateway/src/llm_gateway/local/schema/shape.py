"""What a schema says, in one piece: references followed, `allOf` put together."""

import math
from typing import Any, Final

from llm_gateway.wire.call import Json

_REFUSED: Final = (
    "not",
    "if",
    "dependentSchemas",
    "dependencies",
    "propertyNames",
    "unevaluatedItems",
    "$dynamicRef",
)
_HIGHEST: Final = (
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
    "minContains",
)
_LOWEST: Final = (
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
    "maxContains",
)
_MAX_REFS: Final = 50


class Unfillable(Exception):
    """No value can be made for this schema; the text says for what in it."""


def shape_of(schema: Any, root: Json) -> Json:
    """The schema as one flat object. Raises Unfillable."""
    for _ in range(_MAX_REFS):
        if schema is True:
            return {}
        if not isinstance(schema, dict):
            raise Unfillable("a schema that allows nothing")
        refused = next((name for name in _REFUSED if name in schema), None)
        if refused is not None:
            raise Unfillable(f"`{refused}`")
        if "$ref" in schema:
            rest = {name: value for name, value in schema.items() if name != "$ref"}
            schema = (
                merged(_pointed(schema["$ref"], root), rest)
                if rest
                else _pointed(schema["$ref"], root)
            )
        elif "allOf" in schema:
            flat = {name: value for name, value in schema.items() if name != "allOf"}
            for part in schema["allOf"]:
                flat = merged(flat, shape_of(part, root))
            schema = flat
        else:
            return schema
    raise Unfillable("references that go round in circles")


def _pointed(reference: Any, root: Json) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#"):
        raise Unfillable("references to other documents")
    found: Any = root
    for step in reference.lstrip("#").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        try:
            found = found[int(name)] if isinstance(found, list) else found[name]
        except (KeyError, IndexError, ValueError, TypeError) as exc:
            raise Unfillable(f"the reference {reference[:80]!r}") from exc
    return found


def merged(one: Any, other: Any) -> Json:
    """Both at once. Raises Unfillable where they exclude each other."""
    if one is True or one == {}:
        one = {}
    if other is True:
        other = {}
    if not isinstance(one, dict) or not isinstance(other, dict):
        raise Unfillable("a schema that allows nothing")
    both = dict(one)
    for name, value in other.items():
        both[name] = _together(name, one[name], value) if name in one else value
    return both


def _together(name: str, one: Any, other: Any) -> Any:  # noqa: PLR0911 - one return a word
    if one == other:
        return one
    if name in _HIGHEST:
        return max(one, other)
    if name in _LOWEST:
        return min(one, other)
    if name == "required":
        return [*one, *(each for each in other if each not in one)]
    if name == "properties":
        return one | {
            key: {"allOf": [one[key], value]} if key in one else value
            for key, value in other.items()
        }
    if name == "enum":
        return _some([each for each in one if each in other], name)
    if name == "type":
        return _some([each for each in _listed(one) if each in _listed(other)], name)
    if name == "multipleOf":
        return math.lcm(one, other) if isinstance(one, int) and isinstance(other, int) else other
    if name in {"items", "additionalProperties"}:
        return {"allOf": [one, other]} if one is not False and other is not False else False
    if name in {"title", "description", "default", "examples", "$comment", "$defs", "$id"}:
        return other
    raise Unfillable(f"two different `{name}` at once")


def _listed(kinds: Any) -> list[Any]:
    return kinds if isinstance(kinds, list) else [kinds]


def _some(left: list[Any], name: str) -> list[Any]:
    if not left:
        raise Unfillable(f"two `{name}` that exclude each other")
    return left


def kinds_of(shape: Json) -> list[str]:
    """The types a value may have, the likeliest first; `null` last."""
    said = shape.get("type")
    if said is not None:
        kinds = [str(kind) for kind in _listed(said)]
        return sorted(kinds, key=lambda kind: kind == "null")
    for kind, words in {
        "object": ("properties", "required", "additionalProperties", "minProperties"),
        "array": ("items", "prefixItems", "minItems", "contains"),
        "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    }.items():
        if any(word in shape for word in words):
            return [kind]
    return ["string"]
