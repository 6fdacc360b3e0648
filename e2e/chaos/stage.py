"""What the scenarios on servers of our own share: everything running, a shop, and the reckoning."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from e2e.chaos.books import Books
from e2e.chaos.platform import Platform, Servers, running
from e2e.chaos.receiver import Receiver, receiving
from e2e.chaos.report import Report
from e2e.chaos.shoppers import Shop, Shoppers, open_shop

OPTIONS = ("--no-web", "--only", "commerce", "--only", "worker", "--only", "clock")
DRAIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Count:
    """What shoppers saw, what the books have, what lies in the mailbox."""

    shown: list[str]
    """Numbers of orders, as shoppers saw them."""
    orders: int
    confirmed: int
    """Orders whose confirmation left, or may have left."""
    sent: int
    unknown: int
    """Mails whose sender died while sending."""
    copies: list[int]
    """How often each message lies in the mailbox."""
    mistakes: list[str]
    most_unknown: int = 0

    def wrong(self) -> list[str]:
        """What was lost or doubled, one sentence each."""
        mails = len(self.copies)
        found = {
            "an order shown to two": len(set(self.shown)) < len(self.shown),
            "shown, and not in the books": len(set(self.shown)) > self.orders,
            "in the books, and shown to nobody": len(set(self.shown)) < self.orders,
            "an order without its confirmation": self.confirmed < self.orders,
            "a confirmation without an order": self.confirmed > self.orders,
            "sent, and not in the mailbox": mails < self.sent,
            "in the mailbox, and not sent": mails > self.sent + self.unknown,
            "more of unknown fate than workers killed": self.unknown > self.most_unknown,
            "a second copy": any(count > 1 for count in self.copies),
        }
        return [*(word for word, is_so in found.items() if is_so), *self.mistakes[:2]]


@dataclass(slots=True)
class Stage:
    """Servers that we break, the platform on them, one shop."""

    folder: Path
    servers: Servers
    platform: Platform
    receiver: Receiver
    shop: Shop
    books: Books
    report: Report

    def shoppers(self, count: int = 4, pause: float = 0.3) -> Shoppers:
        """A load on the shop."""
        return Shoppers(self.shop, count=count, pause=pause)

    def ahead(self, seconds: float) -> None:
        """Let local mode's clock run ahead by so much more, in every process."""
        file = self.platform.home.clock
        gone = float(file.read_text() or 0) if file.exists() else 0.0
        file.write_text(str(gone + seconds))

    async def reckon(self, name: str, loads: list[Shoppers], *, kills: int = 0) -> None:
        """When all is quiet: nothing lost, nothing doubled, the invariants.

        kills: workers that were killed; each may have died while sending a mail or two, of which
        nobody knows then whether they left.
        """
        await self.books.reckon(name, self.report)
        shown = [number for load in loads for number in load.orders]
        mistakes = [mistake for load in loads for mistake in load.mistakes]
        orders = await self.books.one("select count(*) from orders")
        mails = self.books.mails()
        sent, unknown = [
            await self.books.one("select count(*) from mail_messages where state = $1", state)
            for state in ("sent", "unknown")
        ]
        confirmed = await self.books.one(
            """select count(*) from mail_messages where state in ('sent', 'unknown')
                  and message_key like 'order-confirmation:%'"""
        )
        count = Count(
            shown, orders, confirmed, sent, unknown, sorted(mails.values()), mistakes, 2 * kills
        )
        wrong = count.wrong()
        self.report.check(
            f"{name}: nothing lost, nothing doubled",
            f"{len(shown)} orders shown to shoppers, {orders} in the books, {confirmed} "
            f"confirmations; {sent} mails sent, {unknown} of unknown fate, {len(mails)} in the "
            f"mailbox; {wrong or 'all agree'}",
            holds=not wrong,
        )


@contextlib.asynccontextmanager
async def stage(folder: Path, report: Report) -> AsyncIterator[Stage]:
    """Everything runs at the beginning of the block, nothing at its end."""
    folder.mkdir()
    folder.chmod(0o711)
    servers = Servers.below(folder)
    with contextlib.ExitStack() as stack:
        stack.callback(servers.stop)
        await asyncio.to_thread(servers.start)
        receiver = stack.enter_context(receiving())
        given = {**servers.environment, "ECOMM_STOREFRONT_INSTANCES": receiver.url}
        platform = stack.enter_context(running(Platform(folder, OPTIONS, given)))
        shop = await open_shop(platform.api)
        books = Books(servers.postgres, platform.home.mailbox)
        broken = report.broken
        yield Stage(folder, servers, platform, receiver, shop, books, report)
        if report.broken > broken:
            print(*unhandled(platform.said()), sep="\n", flush=True)


def unhandled(log: str) -> list[str]:
    """What the processes said about faults of ours: the lines that explain a broken promise."""
    lines = log.splitlines()
    marks = ("unhandled", "task_failed", "Traceback", "Error:", "did not end")
    return [line[:300] for line in lines if any(mark in line for mark in marks)][:40]
