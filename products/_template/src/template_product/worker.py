"""Composition root of a worker and a clock for this product."""

import asyncio

from template_product.roots import PRODUCT

celery = PRODUCT.celery()


async def clock(stop: asyncio.Event) -> None:
    """Outbox relay and schedule, until `stop` is set. Several may run."""
    await PRODUCT.clock(celery, stop)
