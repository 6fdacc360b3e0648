"""What each step of create_store does. Every one can be done twice, and the second time changes
nothing."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.payments.service import providers_of
from commerce.reads import store_days
from commerce.reads.owners import owner_of
from commerce.site import starters
from commerce.site.models import LinkKind, Menu
from commerce.site.navigation import service as navigation
from commerce.site.pages import service as pages
from commerce.site.schemas import MenuIn, MenuItemIn
from commerce.stores import service as stores
from commerce.stores.addresses import storefront_url
from commerce.stores.models import Store
from commerce.themes import service as themes
from ecomm_core import audit, clock
from ecomm_core.kernel import Kernel

ACTOR = "system"


class StepFailed(Exception):
    """A step cannot be done now; the text is shown to the merchant."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a step ended; the message is shown to the merchant."""

    status: Literal["done", "skipped"] = "done"
    message: str | None = None


async def theme(kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    """The design of the store's niche."""
    made = themes.default_theme(
        name=store.name, niche=store.niche, description=store.description, locale=store.locale
    )
    await stores.set_theme(kernel, session, store, made)
    return Done()


async def domain(kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    """The address leads to the store: from now on it sells."""
    if not await stores.resolves(session, store):
        raise StepFailed("The store's address does not lead to it yet.")
    await stores.announce_slug(kernel, session, store)
    return Done()


async def first_pages(kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    """About, contact, FAQ and the policies, and the footer's menu."""
    facts = stores.facts_of(store)
    email = store.contact_email
    made = await pages.start(
        session, facts, starters.pages(store.locale, shop=store.name, email=email)
    )
    if made:
        await audit.record(
            session,
            tenant_id=store.tenant_id,
            actor=ACTOR,
            action="page.start",
            resource_type="store",
            resource_id=store.id,
            store_id=store.id,
            after={"pages": made},
        )
    footer = await navigation.menu_of(session, store.id, Menu.FOOTER)
    if not footer.items:
        kinds = await pages.kinds(session, store.id)
        shown = [kind for kind in starters.IN_FOOTER if kind.value in kinds]
        titles = {
            page.kind: page.title
            for page in starters.pages(store.locale, shop=store.name, email=email)
        }
        lines = [
            MenuItemIn(label=titles[kind], kind=LinkKind.PAGE, target_id=kinds[kind.value])
            for kind in shown
        ]
        await navigation.replace(
            kernel, session, facts, Menu.FOOTER, MenuIn(items=lines), actor=ACTOR
        )
    return Done()


async def payments(kernel: Kernel, _session: AsyncSession, store: Store) -> Done:
    """Whether money can be taken, and which kind."""
    providers, facts = providers_of(kernel), stores.facts_of(store)
    if not providers.checkout_open(facts):
        return Done(
            "skipped", "No payment provider is connected yet: the checkout stays closed until then."
        )
    if providers.test_money(facts):
        return Done(message="Test payments are on: no real money moves.")
    return Done()


async def seo(kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    """How search engines show the shop, until the merchant writes it better."""
    await stores.start_seo(kernel, session, store)
    return Done()


async def analytics(_kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    """The books are open: what visitors tell this month has a place."""
    await store_days.keep_months(session, clock.now())
    await store_days.began(session, store.id)
    return Done()


async def welcome(kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    """A mail to the owner: where the shop is, and where it is run."""
    owner = await owner_of(session, store.tenant_id)
    if owner is None:
        return Done("skipped", "The business has no owner to write to.")
    await mail.send(
        session,
        kernel,
        tenant_id=store.tenant_id,
        kind=mail.Kind.STORE_READY,
        to=owner.email,
        key=f"store-ready:{store.id}",
        context={
            "name": owner.name,
            "store": store.name,
            "shop_url": storefront_url(kernel.settings, store.slug),
            "dashboard_url": f"{kernel.settings.dashboard_url.rstrip('/')}/stores/{store.id}",
        },
    )
    return Done()
