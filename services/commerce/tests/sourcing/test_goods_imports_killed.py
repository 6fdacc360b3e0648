"""An import's worker dies at a step, its work done and nothing committed, and comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from commerce.flows import import_goods, import_pictures
from services.commerce.tests.imports.picture_host import Host, host

from .conftest import Sourced
from .importing import PATH, begin, kettle, products, work_ahead

__all__ = ["host"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], None]:
    """Break a function once."""

    def arm(where: Any, name: str) -> None:
        real = getattr(where, name)

        async def dies(*args: Any, **kwargs: Any) -> Any:
            monkeypatch.setattr(where, name, real)
            await real(*args, **kwargs)
            raise KilledError(name)

        monkeypatch.setattr(where, name, dies)

    return arm


class KilledError(Exception):
    """The worker died here, its work done and nothing committed."""


_FLOW: Any = import_goods
STEPS: list[tuple[Any, str]] = [
    (_FLOW.goods, "read"),
    (_FLOW.looking, "keep"),
    (import_pictures, "fetch"),
    (_FLOW.catalog, "attach"),
    (_FLOW.quoting, "quote"),
    (_FLOW.CleaningWriter, "write"),
    (_FLOW.catalog, "create_product"),
    (_FLOW, "_map"),
    (_FLOW, "follow_stock"),
    (_FLOW, "judge"),
    (_FLOW.service, "enqueue"),
    (_FLOW.service, "put_on_sale"),
    (_FLOW, "_tell"),
]


@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
async def test_killed_at_any_step_and_resumed_there_is_one_product(
    sourced: Sourced, host: Host, broken: Any, where: Any, name: str
) -> None:
    """Killed after the step's work, before its commit; then the worker comes back."""
    await sourced.send("PUT", f"{PATH}/settings", {"auto_publish": True})
    goods = kettle(host)
    sourced.shelf.put(goods)
    started = await begin(sourced, goods.external_id)
    broken(where, name)
    with pytest.raises(KilledError):
        await sourced.work()
    await work_ahead(sourced)
    await work_ahead(sourced)
    item = await sourced.get(f"{PATH}/items/{started['item_ids'][0]}")
    assert (item["state"], item["failing"]) == ("published", [])
    assert await products(sourced) == 1
    assert len(item["product"]["media"]) == 2
    async with sourced.session() as session:
        ways = await session.scalar(text("select count(*) from mappings"))
    assert ways == 3
