"""Slug to store, in this process: public requests find their tenant without a query.

An entry lives 60 s and is dropped by the signals of the writes that change it.
"""

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from commerce import tags
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope

TTL_SECONDS = 60.0
MAX_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a public request needs to know about its store."""

    tenant_id: UUID
    id: UUID
    slug: str
    name: str
    status: str
    currency: str
    country: str
    locale: str
    timezone: str
    test_mode: bool
    prices_include_tax: bool
    shipping_taxable: bool
    contact_email: str | None

    @property
    def scope(self) -> Scope:
        """The scope of this store's public requests."""
        return Scope(tenant_id=self.tenant_id, store_id=self.id)


FACTS_SQL = """select tenant_id, id, slug, name, status, currency, country, locale, timezone,
    test_mode, prices_include_tax, shipping_taxable, contact_email
    from stores where id = :id and deleted_at is null"""


class StoreDirectory:
    """Known slugs, found or not."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entries: OrderedDict[str, tuple[float, StoreFacts | None]] = OrderedDict()
        self._drops = 0

    def drop(self, dropped: frozenset[str], _wake: bool = False) -> None:  # noqa: FBT001, FBT002 - Listener
        """Listener of the signals."""
        if "*" in dropped:
            self._entries.clear()
            self._drops += 1
            return
        stores = {tag for tag in dropped if tag.startswith("slug:") or tag.endswith(":store")}
        if not stores:
            return
        self._drops += 1
        for slug, (_, facts) in list(self._entries.items()):
            if tags.slug(slug) in stores or (facts and tags.store(facts.id) in stores):
                del self._entries[slug]

    async def find(self, slug: str) -> StoreFacts:
        """The live store behind a slug, paused or not. Raises StoreNotFound (404)."""
        known = self._entries.get(slug)
        if known is None or known[0] < clock.timestamp():
            facts = await self._load(slug)
        else:
            facts = known[1]
        if facts is None:
            raise StoreNotFound
        return facts

    async def selling(self, slug: str) -> StoreFacts:
        """The active store behind a slug. Raises StoreNotFound or StorePaused (404)."""
        facts = await self.find(slug)
        if facts.status != "active":
            raise StorePaused
        return facts

    async def _load(self, slug: str) -> StoreFacts | None:
        drops = self._drops
        facts: StoreFacts | None = None
        async with self._database.transaction() as session:
            located = (
                await session.execute(
                    text("select tenant_id, store_id from locate_store(:slug)"), {"slug": slug}
                )
            ).first()
        if located is not None:
            scope = Scope(tenant_id=located.tenant_id, store_id=located.store_id)
            async with self._database.transaction(scope) as session:
                row = (
                    await session.execute(text(FACTS_SQL), {"id": located.store_id})
                ).mappings().first()
            facts = StoreFacts(**row) if row is not None else None
        if drops == self._drops:
            self._entries[slug] = (clock.timestamp() + TTL_SECONDS, facts)
            if len(self._entries) > MAX_ENTRIES:
                self._entries.popitem(last=False)
        return facts
