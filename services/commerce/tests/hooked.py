"""A payment provider with somebody beside each call."""

from collections.abc import Awaitable, Callable
from typing import Any

from ecomm_connectors.payments.mock.provider import MockProvider


class Hooked:
    """The mock provider with somebody standing beside each call.

    `before[call]` runs before it (and may raise), `after[call]` may change what it gave. `calls`
    lists what was asked, in order.
    """

    def __init__(self, inner: MockProvider) -> None:
        self.inner = inner
        self.before: dict[str, Callable[..., Awaitable[None]]] = {}
        self.after: dict[str, Callable[[Any], Any]] = {}
        self.calls: list[str] = []

    @property
    def name(self) -> str:
        return self.inner.name

    def __getattr__(self, called: str) -> Any:
        inner = getattr(self.inner, called)
        if called not in {"create_session", "fetch", "find", "capture", "cancel", "refund"}:
            return inner

        async def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(called)
            if called in self.before:
                await self.before[called](*args, **kwargs)
            given = await inner(*args, **kwargs)
            return self.after[called](given) if called in self.after else given

        return call
