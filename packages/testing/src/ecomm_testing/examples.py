"""Turns a real call into an example for readers: its shape, and nothing that changes by the run."""

import re
from typing import Any
from uuid import UUID

import httpx2

from ecomm_core.api.examples import Example
from ecomm_testing.leak import Call, Operation

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)")
_DAY = re.compile(r"^20\d{2}-\d{2}-\d{2}$")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_LOCAL = re.compile(r"https?://(127\.0\.0\.1|localhost)(:\d+)?")
_SHOP = re.compile(r"shop-[0-9a-f]{6}")
_HEX = re.compile(r"[0-9a-f]{8,}")
_TOKEN = re.compile(r"(?=[\w.~=-]*\d)(?=[\w.~=-]*[A-Za-z])[\w.~=-]{32,}")
_SHOWN = 2
_WIDE = 1_200


def example_of(operation: Operation, call: Call, reply: httpx2.Response) -> Example:
    """The call and its reply, with made-up ids, times, addresses and secrets. Lists are shortened
    to two entries."""
    plain = _Plain()
    example = Example(status=reply.status_code)
    path = {name: value for name, value in call.path.items() if f"{{{name}}}" in operation.path}
    if path:
        example["path"] = plain.value(path)
    if call.query:
        example["query"] = plain.value(call.query)
    if call.capability:
        example["headers"] = plain.value(call.capability)
    if call.json is not None:
        example["body"] = plain.value(call.json)
    if reply.headers.get("content-type", "").startswith("application/json"):
        example["reply"] = plain.value(reply.json())
    return example


class _Plain:
    """Replaces what changes by the run; the same thing by the same name within one example."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def value(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {
                self._text(str(name), ""): self.value(item, str(name))
                for name, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.value(item, key) for item in value[:_SHOWN]]
        if isinstance(value, UUID):
            return self._text(str(value), key)
        return self._text(value, key) if isinstance(value, str) else value

    def _text(self, text: str, key: str) -> str:
        if "password" in key:
            return "a long pass phrase"
        if len(text) > _WIDE:
            return text[:_WIDE] + "…"
        text = _SHOP.sub("kettle-and-crane", text)
        text = _UUID.sub(self._id, text)
        text = _MOMENT.sub("2026-11-21T09:30:00Z", text)
        text = _DAY.sub("2026-11-21", text)
        text = _EMAIL.sub("ada@example.com", text)
        text = _LOCAL.sub("https://shop.example.com", text)
        if "01990000-" in text:
            return text
        text = _TOKEN.sub(lambda found: _lettered(found[0]), text)
        return _HEX.sub(lambda found: ("a1b2c3d4" * 8)[: len(found[0])], text)

    def _id(self, found: re.Match[str]) -> str:
        number = len(self._ids) + 1
        return self._ids.setdefault(found[0], f"01990000-0000-7000-8000-{number:012d}")


def _lettered(token: str) -> str:
    """A token's place-holder: as long as the token, within the signs that tokens have."""
    return ("example-" * (len(token) // 8 + 1))[: len(token)]
