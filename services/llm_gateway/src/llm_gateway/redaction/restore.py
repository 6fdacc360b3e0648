"""Puts masked values back into a stream, whose pieces may cut a placeholder in two."""

import re
from dataclasses import replace
from typing import Final

from llm_gateway.redaction.mask import Vault
from llm_gateway.wire.answer import Event, Started, TextDelta, ToolDelta

_BEGUN: Final = re.compile(r"\[[A-Z]{0,5}(?:_\d{0,4})?$")
"""What may still become a placeholder at a text's end."""


class StreamRestorer:
    """Takes events, gives events; holds back a piece that may be half a placeholder."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._held = ""
        self._as: TextDelta | ToolDelta | None = None

    def feed(self, event: Event) -> list[Event]:
        """What can be handed on now."""
        if not isinstance(event, TextDelta | ToolDelta):
            return [*(self.flush() if not isinstance(event, Started) else []), event]
        before = self.flush() if self._as is not None and not _same(self._as, event) else []
        said = event.text if isinstance(event, TextDelta) else event.arguments
        whole = self._vault.restore(self._held + said)
        cut = _BEGUN.search(whole)
        self._held = whole[cut.start() :] if cut else ""
        self._as = event if self._held else None
        ready = whole[: cut.start()] if cut else whole
        return [*before, _with(event, ready)] if ready else before

    def flush(self) -> list[Event]:
        """What was held back, as it is: it did not become a placeholder."""
        if self._as is None:
            return []
        last = _with(self._as, self._held)
        self._held, self._as = "", None
        return [last]


def _same(one: TextDelta | ToolDelta, other: TextDelta | ToolDelta) -> bool:
    if isinstance(one, ToolDelta) and isinstance(other, ToolDelta):
        return one.index == other.index
    return type(one) is type(other)


def _with(event: TextDelta | ToolDelta, text: str) -> Event:
    if isinstance(event, TextDelta):
        return replace(event, text=text)
    return replace(event, arguments=text)
