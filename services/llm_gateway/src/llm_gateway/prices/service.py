"""Prices: written as new versions, never changed."""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from llm_gateway import tags
from llm_gateway.db import PLATFORM, PLATFORM_SCOPE
from llm_gateway.prices import repository
from llm_gateway.prices.errors import PriceChangedMeanwhile, PriceNotFound
from llm_gateway.prices.models import ModelPrice
from llm_gateway.prices.schemas import PriceIn

_RATES: Final = ("input", "cached_input", "output", "reasoning", "cache_write")


async def write(session: AsyncSession, body: PriceIn, *, actor: str) -> ModelPrice:
    """Add the next version of a price. Raises PriceChangedMeanwhile (409)."""
    known = await repository.versions(session, body.provider, body.model)
    before = known[0] if known else None
    row = _row(body, 1 if before is None else before.version + 1, clock.now())
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
    except IntegrityError as error:
        raise PriceChangedMeanwhile from error
    drop_tags(session, tags.PRICES)
    await audit.record(
        session,
        tenant_id=PLATFORM,
        actor=actor,
        action="price.write",
        resource_type="model_price",
        resource_id=row.id,
        before=None if before is None else _facts(before),
        after=_facts(row),
    )
    return row


async def current(
    session: AsyncSession, *, provider: str | None, offset: int, limit: int
) -> tuple[Sequence[ModelPrice], int]:
    """The newest version of each price, and how many prices there are."""
    return await repository.current(session, provider=provider, offset=offset, limit=limit)


async def versions(session: AsyncSession, provider: str, model: str) -> Sequence[ModelPrice]:
    """All versions of a price, the newest first. Raises PriceNotFound (404)."""
    found = await repository.versions(session, provider, model)
    if not found:
        raise PriceNotFound
    return found


async def seed(kernel: Kernel) -> int:
    """Put the packaged prices in where a model has none; how many were put in. Idempotent."""
    data = json.loads(
        files("llm_gateway.prices").joinpath("data/prices.json").read_text(encoding="utf-8")
    )
    async with kernel.database.transaction(PLATFORM_SCOPE) as session:
        known = {(row.provider, row.model) for row in await repository.every(session)}
        wanted = [one for one in data["prices"] if (one["provider"], one["model"]) not in known]
        if not wanted:
            return 0
        try:
            async with session.begin_nested():
                for one in wanted:
                    source = f"{data['sources'][one['provider']]}, {data['as_of']}"
                    session.add(_row(PriceIn(**one, source=source), 1, clock.now()))
                await session.flush()
        except IntegrityError:
            # Another process that began at the same moment has put them in.
            return 0
        drop_tags(session, tags.PRICES)
        await audit.record(
            session,
            tenant_id=PLATFORM,
            actor="system",
            action="price.seed",
            resource_type="model_price",
            after={"as_of": data["as_of"], "prices": len(wanted)},
        )
    return len(wanted)


def _row(body: PriceIn, version: int, now: datetime) -> ModelPrice:
    return ModelPrice(
        tenant_id=PLATFORM,
        id=new_id(),
        provider=body.provider,
        model=body.model,
        version=version,
        input=body.input,
        cached_input=_or(body.cached_input, body.input),
        output=body.output,
        reasoning=_or(body.reasoning, body.output),
        cache_write=_or(body.cache_write, body.input),
        source=body.source,
        valid_from=body.valid_from or now,
        created_at=now,
    )


def _or(given: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if given is None else given


def _facts(row: ModelPrice) -> dict[str, Any]:
    facts = {name: str(getattr(row, name)) for name in _RATES}
    return {
        "provider": row.provider,
        "model": row.model,
        "version": row.version,
        "valid_from": row.valid_from.isoformat(),
        "source": row.source,
    } | facts
