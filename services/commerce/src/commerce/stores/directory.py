"""Slug, or own host, to store, in this process: public requests find their tenant without a query.

An entry lives 60 s and is dropped by the signals of the writes that change it.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commerce import tags
from commerce.stores.errors import StoreNotFound, StorePaused
from commerce.stores.slugs import is_host, is_slug
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
    payout_account: str | None

    @property
    def scope(self) -> Scope:
        """The scope of this store's public requests."""
        return Scope(tenant_id=self.tenant_id, store_id=self.id)


class StoreDirectory:
    """Known slugs, found or not."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entries: OrderedDict[str, tuple[float, StoreFacts | None]] = OrderedDict()
        self._drops = 0

    def drop(self, dropped: frozenset[str], _wake: bool = False) -> None:
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

    async def find(self, slug: str, *, fresh: bool = False) -> StoreFacts:
        """The live store behind a slug or a verified host, paused or not; `fresh` asks the database
        whatever is known.

        Raises StoreNotFound (404).
        """
        if not is_slug(slug) and not is_host(slug):
            raise StoreNotFound
        known = None if fresh else self._entries.get(slug)
        if known is None or known[0] < clock.timestamp():
            facts = await self._load(slug)
        else:
            facts = known[1]
        if facts is None:
            raise StoreNotFound
        return facts

    async def selling(self, slug: str, *, fresh: bool = False) -> StoreFacts:
        """The active store behind a slug. Raises StoreNotFound or StorePaused (404)."""
        facts = await self.find(slug, fresh=fresh)
        if facts.status != "active":
            raise StorePaused.of(facts.name, facts.contact_email)
        return facts

    async def _load(self, slug: str) -> StoreFacts | None:
        drops = self._drops
        found = await self._database.read("find_store", slug)
        facts = None if found is None else _facts(json.loads(found))
        if drops == self._drops:
            self._entries[slug] = (clock.timestamp() + TTL_SECONDS, facts)
            if len(self._entries) > MAX_ENTRIES:
                self._entries.popitem(last=False)
        return facts


def _facts(row: dict[str, Any]) -> StoreFacts:
    return StoreFacts(**{**row, "tenant_id": UUID(row["tenant_id"]), "id": UUID(row["id"])})
