"""Fixtures of purchasing's tests."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from commerce.sourcing.suppliers import service as suppliers

from .buying import Buying


@pytest_asyncio.fixture(loop_scope="session")
async def buying(shop: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Buying]:
    """The shop with suppliers of the tests' own behind its accounts."""
    world = Buying(shop, shop.kernel)
    monkeypatch.setattr(suppliers, "open_supplier", world.open)
    yield world
    await world.restore()
