"""HTTP of stores' own domains, and what the server that holds certificates asks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.stores.contexts import StoreAdmin, StoreViewer, directory_of
from commerce.stores.domains import service
from commerce.stores.domains.errors import DomainNotFound, DomainNotVerified, DomainTaken
from commerce.stores.domains.schemas import DomainIn, DomainOut, DomainPatch
from commerce.stores.errors import StoreNotFound
from commerce.stores.slugs import is_host
from ecomm_core.api.auth import Public
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Output, Reply, Text, ok
from ecomm_core.errors import LimitReached

routes = router("domains", "/stores/{store_id}/domains")
public_routes = router("domains", "/public/domains")

Domains = list[DomainOut]


class KnownHostOut(Output):
    """A host that leads to a store, and the slug the store has on the platform."""

    host: str
    slug: str


@routes.get("")
async def list(context: StoreViewer) -> Reply[Domains]:  # noqa: A001 - operation id
    """The store's own domains with the records to set, the primary one first."""
    found = await service.list_domains(context.session, context.store_id)
    settings = context.kernel.settings
    return ok([service.to_out(domain, context.store.slug, settings) for domain in found])


@routes.post("", status_code=201, responses=errors(LimitReached, DomainTaken))
async def add(context: StoreAdmin, body: DomainIn) -> Reply[DomainOut]:
    """Put a domain on the store's list. It leads to the store once its TXT record is found."""
    made = await service.add(
        context.kernel, context.session, context.store, body.host, actor=context.actor
    )
    return ok(service.to_out(made, context.store.slug, context.kernel.settings))


@routes.get("/{domain_id}", responses=errors(DomainNotFound))
async def get(context: StoreViewer, domain_id: UUID) -> Reply[DomainOut]:
    """One domain, with the records to set."""
    found = await service.get(context.session, context.store_id, domain_id)
    return ok(service.to_out(found, context.store.slug, context.kernel.settings))


@routes.post("/{domain_id}/check", status_code=202, responses=errors(DomainNotFound))
async def check(context: StoreAdmin, domain_id: UUID) -> Reply[DomainOut]:
    """Look for the record now; `checked_at` tells when that was done."""
    found = await service.check_now(context.kernel, context.session, context.store_id, domain_id)
    return ok(service.to_out(found, context.store.slug, context.kernel.settings))


@routes.patch("/{domain_id}", responses=errors(DomainNotFound, DomainNotVerified))
async def update(context: StoreAdmin, domain_id: UUID, body: DomainPatch) -> Reply[DomainOut]:
    """Make a verified domain the primary one, or no longer."""
    changed = await service.set_primary(
        context.kernel,
        context.session,
        context.store_id,
        domain_id,
        primary=body.is_primary,
        actor=context.actor,
    )
    return ok(service.to_out(changed, context.store.slug, context.kernel.settings))


@routes.delete("/{domain_id}", responses=errors(DomainNotFound))
async def remove(context: StoreAdmin, domain_id: UUID) -> Reply[dict[str, Any]]:
    """Take a domain off the list. It leads nowhere at once."""
    await service.remove(
        context.kernel, context.session, context.store_id, domain_id, actor=context.actor
    )
    return ok({})


@public_routes.get("/ask", responses=errors(StoreNotFound))
async def ask(
    context: Public, domain: Annotated[Text, Query(min_length=1, max_length=253)]
) -> Reply[KnownHostOut]:
    """Whether a host leads to a store, and to which: what the storefront asks, and what a server
    asks before it gets a certificate for it (such as Caddy's `on_demand_tls`)."""
    host = domain.lower().rstrip(".")
    if not is_host(host):
        raise StoreNotFound
    store = await directory_of(context.kernel).find(host)
    return ok(KnownHostOut(host=host, slug=store.slug))
