"""Masks what providers need not know. Placeholders (`[EMAIL_1]`) stand for the same value all
through one call, so that the model can still tell them apart."""

import re
from collections.abc import Callable
from typing import Any, Final

import orjson

from ecomm_core.redaction import passes_luhn
from llm_gateway.wire.call import Json

_KEYS: Final = re.compile(
    r"(?<![\w-])(?:"
    r"sk-[\w-]{16,}|[sr]k_(?:live|test)_\w{10,}|whsec_\w{16,}|gh[pousr]_\w{20,}"
    r"|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|shp(?:at|ca|pa|ss)_\w{16,}|AKIA[0-9A-Z]{16}"
    r"|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|glpat-[\w-]{16,}|npm_\w{30,}"
    r")(?![\w-])"
)
_EMAIL: Final = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w-])"
)
_CARD: Final = re.compile(r"(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d-])")
_PHONE: Final = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[ .\-/]?(?:\(0?\d{1,5}\)[ .\-/]?)?|\(0?\d{2,5}\)[ .\-/]?|0)"
    r"\d(?:[ .\-/]?\d){6,12}(?![\w-]|[.,]\d)"
)
_LEFT_ALONE: Final = frozenset(
    {
        "data",
        "encoding_format",
        "file_data",
        "id",
        "media_type",
        "model",
        "name",
        "role",
        "signature",
        "tool_call_id",
        "tool_use_id",
        "type",
        "url",
    }
)
"""Members that are the interface's, or no text."""
_LOOKED_AT: Final = ("messages", "system", "input", "prediction")
_PLACEHOLDER: Final = re.compile(r"\[(?:KEY|EMAIL|CARD|PHONE)_\d{1,4}\]")


class Vault:
    """What was masked in one call, and how it is put back. Lives as long as the call, is never
    logged or stored."""

    def __init__(self) -> None:
        self._by_value: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self._taken: set[str] = set()

    def __bool__(self) -> bool:
        """Whether anything was masked."""
        return bool(self._by_value)

    def mask(self, text: str) -> str:
        """The text with placeholders."""
        if len(text) < 6:
            return text
        self._taken.update(_PLACEHOLDER.findall(text))
        text = _KEYS.sub(self._replacer("KEY"), text)
        if "@" in text:
            text = _EMAIL.sub(self._replacer("EMAIL"), text)
        text = _CARD.sub(self._card, text)
        return _PHONE.sub(self._replacer("PHONE"), text)

    def restore(self, text: str) -> str:
        """The text with the values back."""
        if "[" not in text:
            return text
        return _PLACEHOLDER.sub(lambda m: self._by_name.get(m.group(), m.group()), text)

    def restore_json(self, raw: bytes) -> bytes:
        """JSON with the values back: none of them needs escapes, wherever it stands."""
        for name, value in self._by_name.items():
            raw = raw.replace(name.encode(), orjson.dumps(value)[1:-1])
        return raw

    def _replacer(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda match: self._name(kind, match.group())

    def _card(self, match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match.group())
        if digits[0] in "23456" and passes_luhn(digits):
            return self._name("CARD", match.group())
        return match.group()

    def _name(self, kind: str, value: str) -> str:
        found = self._by_value.get(value)
        if found is not None:
            return found
        number = 1 + sum(name.startswith(f"[{kind}_") for name in self._by_name)
        # A placeholder that the caller wrote stays the caller's.
        while (name := f"[{kind}_{number}]") in self._taken or name in self._by_name:
            number += 1
        self._by_value[value], self._by_name[name] = name, value
        return name


def mask_body(body: Json, vault: Vault) -> Json:
    """A copy of a request's body (any dialect) with what people wrote masked."""
    return body | {
        name: _masked(body[name], vault) for name in _LOOKED_AT if body.get(name) is not None
    }


def _masked(value: Any, vault: Vault) -> Any:
    if isinstance(value, str):
        return vault.mask(value)
    if isinstance(value, list):
        return [_masked(item, vault) for item in value]
    if isinstance(value, dict):
        return {
            name: item if name in _LEFT_ALONE and isinstance(item, str) else _masked(item, vault)
            for name, item in value.items()
        }
    return value
