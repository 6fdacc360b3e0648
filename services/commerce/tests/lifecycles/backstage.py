"""What no call does: a worker, a clock, a mailbox, name servers; and the audit log, which no route
shows yet."""

import contextlib
import email
import email.policy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.channels.connecting import connectors_of
from commerce.flows import run_purchases
from commerce.payments.service import providers_of
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.stores.domains import looking
from commerce.tasks import SCHEDULED
from commerce.webhooks.engine import deliverer_of
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.relay import MAX_ATTEMPTS
from ecomm_testing.fakes.channels.memory import MemoryConnector, MemoryShop
from ecomm_testing.fakes.payouts import ContentAccounts
from ecomm_testing.fakes.receiver import Receiver, run_receiver
from ecomm_testing.fakes.suppliers import MemoryAdapter, Shelf, offer, variant
from ecomm_testing.outbox import run_outbox
from services.commerce.tests.sending import install_for, put_back

from .story import Letter


@dataclass(slots=True)
class NameServers:
    """The internet as a story says it is."""

    records: dict[str, list[str]] = field(default_factory=dict)

    async def txt(self, name: str) -> list[str]:
        """TXT records."""
        return self.records.get(name, [])

    async def certificate(self, _host: str) -> str | None:
        """Every host has a good certificate."""
        return None


@dataclass(slots=True)
class Depot:
    """What the supplier in memory has for one account."""

    shelf: Shelf

    def sells(self, external_id: str, sku: str, cost: int, **fields: Any) -> None:
        """A product of one variant."""
        self.shelf.put(offer(external_id, variant(sku, cost, **fields)))

    def webhook(self, external_id: str) -> tuple[bytes, dict[str, str]]:
        """(raw body, headers) of a call that says a product's stock changed."""
        hint = {"event_id": new_id().hex, "kind": "stock", "external_id": external_id}
        return self.shelf.webhook(hint)


@dataclass(slots=True)
class Corner:
    """A shop elsewhere, from its other side."""

    shop: MemoryShop

    def buy(self, units: int) -> tuple[bytes, dict[str, str]]:
        """Somebody buys there; (raw body, headers) of the call that tells of it."""
        return self.shop.buy(units, clock.now())

    @property
    def published(self) -> dict[str, str]:
        """What was written there: its id there -> its title."""
        return {key: there.title for key, (_, there) in self.shop.published.items()}

    def change(self, external_id: str, title: str, price: int) -> tuple[bytes, dict[str, str]]:
        """Somebody changes a published product there; (raw body, headers) of the call about it."""
        return self.shop.change(external_id, title=title, price=price)

    @property
    def left(self) -> int:
        """What that shop says is left."""
        return self.shop.left


@dataclass(slots=True)
class Backstage:
    """Of one business."""

    kernel: Kernel
    tenant_id: UUID
    mailbox: Path
    names: NameServers

    async def work(self, *, ahead: timedelta = timedelta()) -> list[str]:
        """Let the worker do what is due; the names of its tasks."""
        ran = await run_outbox(self.kernel, self.tenant_id, ahead=ahead)
        await deliverer_of(self.kernel).quiet()
        return ran

    async def give_up(self, task: str) -> None:
        """The worker died at this task as often as it may, and then comes back."""
        async with self._transaction() as session:
            await session.execute(
                text("update outbox set attempts = :most where task = :task and done_at is null"),
                {"most": MAX_ATTEMPTS, "task": task},
            )
        await self.work()

    def depot(self, key: str) -> Depot:
        """The account that a key opens at the supplier in memory."""
        adapter = adapters_of(self.kernel).named("memory")
        assert isinstance(adapter, MemoryAdapter)
        return Depot(adapter.shelf(key))

    def corner(self, key: str) -> Corner:
        """The shop elsewhere that a key opens."""
        adapter = connectors_of(self.kernel).get_connector("memory")
        assert isinstance(adapter, MemoryConnector)
        return Corner(adapter.shops[key])

    @contextlib.contextmanager
    def receiver(self) -> Iterator[Receiver]:
        """A server of the merchant's that hears webhooks, for as long as the block."""
        with put_back(self.kernel), run_receiver() as made:
            install_for(self.kernel, made)
            yield made

    async def buy(self, purchase_id: str) -> None:
        """The clock's round comes to a purchase order."""
        await run_purchases.look(self.kernel, self.tenant_id, UUID(purchase_id))

    async def no_answer(self, purchase_id: str) -> None:
        """It was sent, and the line dropped before an answer came."""
        async with self._transaction() as session:
            await session.execute(
                text(
                    """update purchase_orders set status = 'unknown', placing_at = :now
                        where id = :id"""
                ),
                {"id": UUID(purchase_id), "now": clock.now()},
            )

    async def an_hour_ago(self, subscriber_id: str) -> None:
        """Their confirmation left then."""
        async with self._transaction() as session:
            await session.execute(
                text(
                    """update subscriber_links set created_at = created_at - interval '1 hour'
                        where subscriber_id = :id"""
                ),
                {"id": UUID(subscriber_id)},
            )

    async def found_no_room(self, subscriber_id: str) -> None:
        """They confirmed, and the plan was full; it is not any more."""
        async with self._transaction() as session:
            await session.execute(
                text(
                    """update subscribers set over_limit = true, confirmed_at = :now, due_at = null
                        where id = :id"""
                ),
                {"id": UUID(subscriber_id), "now": clock.now()},
            )

    async def supplier_took(self, purchase_id: str) -> None:
        """The supplier has it, and it is paid."""
        async with self._transaction() as session:
            await session.execute(
                text(
                    """update purchase_orders
                          set status = 'paid', paid_at = :now, supplier_ref = 'S-1', due_at = null
                        where id = :id"""
                ),
                {"id": UUID(purchase_id), "now": clock.now()},
            )

    def pay_out(self) -> None:
        """From now on stores are paid out to accounts of their own."""
        providers_of(self.kernel).connect_to(ContentAccounts())

    @contextlib.contextmanager
    def lost_webhooks(self) -> Iterator[None]:
        """What the provider says meanwhile arrives nowhere."""
        providers = providers_of(self.kernel)
        before = providers.deliver

        async def nowhere(_raw: bytes, _headers: Mapping[str, str]) -> int:
            return 503

        providers.deliver = nowhere
        yield
        providers.deliver = before

    async def strike(self, job: str) -> None:
        """The clock's job of this name runs, and then the worker."""
        [found] = [one for one in SCHEDULED if one.name == job]
        await found.job(self.kernel)
        await self.work()

    def later(self, **how_long: float) -> None:
        """Time goes by (`hours=2`). Access tokens live for minutes: sign in again."""
        clock.set_shift(clock.shift() + timedelta(**how_long).total_seconds())

    def letters(self, to: str) -> list[Letter]:
        """What somebody got, oldest first."""
        found = []
        for file in sorted(self.mailbox.rglob("*.eml"), key=lambda one: one.stat().st_mtime_ns):
            raw = file.read_bytes()
            if to.encode() not in raw:
                continue
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            assert isinstance(mail, EmailMessage)
            if to in str(mail["To"]):
                found.append(
                    Letter(
                        to,
                        str(mail["Subject"]),
                        str(mail["From"]),
                        _part(mail, "plain"),
                        _part(mail, "html"),
                    )
                )
        return found

    async def audit(self, thing: str | None = None) -> list[tuple[str, str]]:
        """(action, actor) of what was written down, oldest first; about one thing."""
        async with self._transaction() as session:
            found = await session.execute(
                text(
                    """select action, actor from audit_log
                        where cast(:thing as uuid) is null or resource_id = cast(:thing as uuid)
                        order by at, id"""
                ),
                {"thing": thing},
            )
            return [(row.action, row.actor) for row in found]

    def _transaction(self) -> Any:
        return self.kernel.database.transaction(Scope(tenant_id=self.tenant_id))


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return "" if part is None else str(part.get_content())


def put_name_servers(kernel: Kernel) -> tuple[NameServers, Callable[[], None]]:
    """Name servers of ours in place of the real ones, and how to put those back."""
    real = kernel.parts[looking.PART]
    ours = kernel.parts[looking.PART] = NameServers()

    def back() -> None:
        kernel.parts[looking.PART] = real

    return ours, back
