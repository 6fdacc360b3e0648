"""The prices one process knows: all of them, looked up in memory."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ecomm_core import clock
from ecomm_core.db.engine import Database
from llm_gateway import tags
from llm_gateway.db import PLATFORM_SCOPE
from llm_gateway.prices import repository
from llm_gateway.prices.cost import Rates
from llm_gateway.prices.models import ModelPrice
from llm_gateway.remembered import Remembered

ANY_MODEL: Final = "*"


class Prices:
    """Every version of every price at one moment."""

    def __init__(self, rows: Iterable[ModelPrice]) -> None:
        """`rows` in order of their versions, the newest first."""
        self._of: dict[tuple[str, str], list[tuple[datetime, Rates]]] = {}
        for row in rows:
            rates = Rates(
                input=row.input,
                cached_input=row.cached_input,
                output=row.output,
                reasoning=row.reasoning,
                cache_write=row.cache_write,
                version=row.version,
            )
            self._of.setdefault((row.provider, row.model), []).append((row.valid_from, rates))

    def of(self, provider: str, model: str) -> Rates | None:
        """What holds now: the newest version whose time has come; None where no price is known.
        A model without a price of its own has the provider's for any model."""
        now = clock.now()
        for name in (model, ANY_MODEL):
            for since, rates in self._of.get((provider, name), ()):
                if since <= now:
                    return rates
        return None

    def providers_of(self, model: str) -> list[str]:
        """Who sells a model by this name."""
        return [provider for provider, name in self._of if name == model]


class PriceBook:
    """The prices, as fresh as signals and time keep them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Remembered[None, Prices] = Remembered(self._read)
        database.signals.subscribe(self._hear)

    async def prices(self) -> Prices:
        """All of them."""
        return await self._known.get(None)

    async def _read(self, _: None) -> Prices:
        async with self._database.transaction(PLATFORM_SCOPE) as session:
            return Prices(await repository.every(session))

    def _hear(self, told: frozenset[str], _wake: bool) -> None:
        if tags.PRICES in told or tags.EVERYTHING in told:
            self._known.drop()
