"""The API reference in `docs/api`, written from the OpenAPI document: a page per tag, so that it
can be read beside the code, and never says what the code does not."""

import json
from collections.abc import Iterator
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
_WHO = {
    "merchant": "a signed-in merchant",
    "shopper": "a signed-in shopper",
    "capability": "whoever holds the token",
    "public": "anybody",
    "service": "a service of the platform",
    "operator": "an operator",
}
_MAX_DEPTH = 3
_MAX_EXAMPLE = 2_400
_HEAD = "Written by `make generate`. The conventions: [README](README.md)."


def pages(document: dict[str, Any]) -> dict[str, str]:
    """File names and texts: one page per tag, and the list of them."""
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item:
                by_tag.setdefault(item[method]["tags"][0], []).append((method, path, item[method]))
    found = {f"{tag}.md": _page(tag, entries, document) for tag, entries in by_tag.items()}
    return {**found, "operations.md": _list(by_tag)}


def _list(by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]]) -> str:
    lines = [
        "# Operations",
        "",
        _HEAD,
    ]
    for tag, entries in sorted(by_tag.items()):
        lines += ["", f"## [{tag}]({tag}.md)", "", "| | | |", "|---|---|---|"]
        lines += [
            f"| `{method.upper()}` | `{_short(path)}` | [{op['summary']}]({tag}.md#{_anchor(op)}) |"
            for method, path, op in entries
        ]
    return "\n".join(lines) + "\n"


def _page(
    tag: str, entries: list[tuple[str, str, dict[str, Any]]], document: dict[str, Any]
) -> str:
    lines = [f"# {tag}", "", _HEAD]
    for method, path, operation in entries:
        lines += ["", *_operation(method, path, operation, document)]
    return "\n".join(lines) + "\n"


def _operation(
    method: str, path: str, operation: dict[str, Any], document: dict[str, Any]
) -> Iterator[str]:
    yield f'<a id="{_anchor(operation)}"></a>'
    yield f"## {operation['summary']}"
    yield ""
    yield f"`{method.upper()} {path}` · {_who(operation)}"
    if operation.get("description"):
        yield ""
        yield _text(operation["description"], " ")
    yield from _parameters(operation)
    yield from _body(operation, document)
    yield from _replies(operation)


def _who(operation: dict[str, Any]) -> str:
    words = _WHO[operation["x-access"]]
    if operation.get("x-api-scope"):
        words += f" or an API key with `{operation['x-api-scope']}`"
    if operation.get("x-rate-limit"):
        words += f" · rate limit `{operation['x-rate-limit']}`"
    return words


def _parameters(operation: dict[str, Any]) -> Iterator[str]:
    given = [one for one in operation.get("parameters", []) if one["name"] != "Idempotency-Key"]
    if given:
        yield ""
        yield "| parameter | in | type | |"
        yield "|---|---|---|---|"
        for one in given:
            must = "required. " if one.get("required") else ""
            words = must + _text(one.get("description", one["schema"].get("description", "")))
            yield f"| `{one['name']}` | {one['in']} | {_type(one['schema'])} | {words} |"


def _body(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    contents = operation.get("requestBody", {}).get("content", {})
    for kind, content in contents.items():
        rows = list(_fields(content.get("schema", {}), document, "", ()))
        if rows:
            yield ""
            yield f"| field of the body (`{kind}`) | type | |"
            yield "|---|---|---|"
            yield from rows
        if "example" in content:
            yield from _example(content["example"])


def _replies(operation: dict[str, Any]) -> Iterator[str]:
    refused = []
    for status, reply in sorted(operation["responses"].items()):
        contents = reply.get("content", {})
        if status[0] in "45":
            refused.append(f"{status} `{'` `'.join(reply['description'].split(' | '))}`")
            continue
        yield ""
        kinds = ", ".join(f"`{kind}`" for kind in contents) or "no body"
        yield f"**{status}** {kinds}"
        example = contents.get("application/json", {}).get("example")
        if example is not None:
            yield from _example(example)
    if refused:
        yield ""
        yield "Refusals: " + " · ".join(refused)


def _example(value: Any) -> Iterator[str]:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    if len(text) > _MAX_EXAMPLE:
        text = text[:_MAX_EXAMPLE].rsplit("\n", 1)[0] + "\n…"
    yield ""
    yield "```json"
    yield text
    yield "```"


def _fields(
    schema: dict[str, Any], document: dict[str, Any], prefix: str, seen: tuple[str, ...]
) -> Iterator[str]:
    name, found = _resolved(schema, document)
    if name in seen or len(seen) > _MAX_DEPTH:
        return
    required = set(found.get("required", []))
    for field, described in found.get("properties", {}).items():
        must = "required. " if field in required else ""
        words = must + _text(described.get("description", ""))
        yield f"| `{prefix}{field}` | {_type(described)} | {words} |"
        inner, many = _inner(described)
        if inner is not None:
            dots = f"{prefix}{field}{'[]' if many else ''}."
            yield from _fields(inner, document, dots, (*seen, name))


def _inner(schema: dict[str, Any]) -> tuple[dict[str, Any] | None, bool]:
    """The object inside a field, and whether there are many of it."""
    for one in (schema, *schema.get("anyOf", [])):
        if "$ref" in one:
            return one, False
        if "$ref" in one.get("items", {}):
            return one["items"], True
    return None, False


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if "$ref" not in schema:
        return "", schema
    name = schema["$ref"].rsplit("/", 1)[1]
    return name, document["components"]["schemas"][name]


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(_type(one) for one in schema[choice])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " ".join(f"`{value}`" for value in values)
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kind = str(schema.get("format") or schema.get("type", "any"))
    bounds = [
        f"{word} {_number(schema[key])}"
        for key, word in (
            ("minimum", "≥"),
            ("maximum", "≤"),
            ("minLength", "length ≥"),
            ("maxLength", "length ≤"),
        )
        if key in schema
    ]
    return ", ".join([kind, *bounds])


def _number(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _text(words: str, lines: str = " ") -> str:
    return lines.join(words.split()).replace("|", "\\|")


def _short(path: str) -> str:
    return path.removeprefix("/api/v1")


def _anchor(operation: dict[str, Any]) -> str:
    return str(operation["operationId"])
