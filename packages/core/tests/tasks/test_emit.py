"""Several events of one resource are written by one statement, as several statements would."""

from typing import ClassVar

import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.db.signals import pending
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import EventData, Outbox, Subscriber, Subscriptions
from ecomm_testing.actors import Merchant


class Baked(EventData):
    """Somebody listens, twice."""

    type: ClassVar[str] = "cake.baked"
    resource_type: ClassVar[str] = "cake"
    layers: int


class Eaten(EventData):
    """Nobody listens."""

    type: ClassVar[str] = "cake.eaten"
    resource_type: ClassVar[str] = "cake"
    by: str


def outbox() -> Outbox:
    heard = Subscriptions()
    heard.add(Baked, Subscriber("tests.sell", "critical"), Subscriber("tests.count"))
    return Outbox(heard)


async def test_events_get_the_next_sequences_in_order_and_a_row_per_subscriber(
    kernel: Kernel, merchant: Merchant
) -> None:
    cake, tenant = new_id(), merchant.tenant_id
    about = {"tenant_id": tenant, "resource_id": cake}
    async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        await outbox().emit(session, Baked(layers=1), **about)
        await outbox().emit(session, Baked(layers=2), Eaten(by="Sina"), **about)
        assert pending(session).wake
        events = await session.execute(
            text("select sequence, type, data from events where resource_id = :cake order by 1"),
            {"cake": cake},
        )
        assert [tuple(row) for row in events] == [
            (1, "cake.baked", {"layers": 1}),
            (2, "cake.baked", {"layers": 2}),
            (3, "cake.eaten", {"by": "Sina"}),
        ]
        rows = await session.execute(
            text(
                """select e.sequence, o.task, o.queue from outbox o join events e
                       on e.tenant_id = o.tenant_id and e.id = o.event_id
                    where e.resource_id = :cake order by 1, 2"""
            ),
            {"cake": cake},
        )
        assert [tuple(row) for row in rows] == [
            (1, "tests.count", "default"),
            (1, "tests.sell", "critical"),
            (2, "tests.count", "default"),
            (2, "tests.sell", "critical"),
        ]


async def test_an_event_that_nobody_hears_wakes_nobody(kernel: Kernel, merchant: Merchant) -> None:
    tenant = merchant.tenant_id
    async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        await outbox().emit(session, Eaten(by="Sina"), tenant_id=tenant, resource_id=new_id())
        assert not pending(session).wake


def test_a_task_that_would_hear_of_an_event_twice_is_refused() -> None:
    """Planted: the line that two people added, one of them on another queue."""
    heard = Subscriptions()
    heard.add(Baked, Subscriber("tests.count", "critical"))
    heard.add(Eaten, Subscriber("tests.count"))
    with pytest.raises(ValueError, match=r"tests\.count hears of cake\.baked twice"):
        heard.add(Baked, Subscriber("tests.count"))
    assert len(heard.of("cake.baked")) == 1
