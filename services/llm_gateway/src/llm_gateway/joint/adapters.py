"""The adapters of the providers that have a key, and the built-in one."""

import asyncio
from collections.abc import Mapping

from llm_gateway.local import LocalProvider
from llm_gateway.local.answer import MODEL as LOCAL
from llm_gateway.provider_keys.models import Kind
from llm_gateway.provider_keys.service import Provider as Keyed
from llm_gateway.providers.anthropic import AnthropicProvider
from llm_gateway.providers.base import Provider
from llm_gateway.providers.openai import OpenAIProvider

ADDRESSES = {
    Kind.ANTHROPIC: "https://api.anthropic.com/v1",
    Kind.OPENAI: "https://api.openai.com/v1",
}


class Adapters:
    """The `Providers` of the data path. One whose key or address changed is made anew; the one
    before is closed once what it was asked has ended."""

    def __init__(self) -> None:
        self._local = LocalProvider()
        self._seen: Mapping[str, Keyed] = {}
        self._made: dict[str, tuple[Keyed, Provider]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def follow(self, keyed: Mapping[str, Keyed]) -> None:
        """Take over the providers as they are known now."""
        if keyed is self._seen:
            return
        self._seen = keyed
        for name in [name for name, (of, _) in self._made.items() if keyed.get(name) != of]:
            _, old = self._made.pop(name)
            task = asyncio.get_running_loop().create_task(old.aclose())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def get(self, name: str) -> Provider | None:
        """The adapter, or None where no key is set."""
        if name == LOCAL:
            return self._local
        of = self._seen.get(name)
        if of is None:
            return None
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = (of, _adapter(of))
        return made[1]

    async def close(self) -> None:
        """Close them all."""
        for _, provider in self._made.values():
            await provider.aclose()
        await asyncio.gather(*self._closing)


def _adapter(of: Keyed) -> Provider:
    if of.kind is Kind.ANTHROPIC:
        return AnthropicProvider(of.base_url or ADDRESSES[Kind.ANTHROPIC], of.key)
    if of.base_url is None and of.kind is Kind.COMPATIBLE:
        raise ValueError(f"{of.name} has no address")
    address = of.base_url or ADDRESSES[Kind.OPENAI]
    return OpenAIProvider(address, of.key, compatible=of.kind is Kind.COMPATIBLE)
