"""HTTP of menus for merchants. Shoppers get them with the shop's own data."""

from commerce.site.errors import TargetNotFound
from commerce.site.models import Menu
from commerce.site.navigation import service
from commerce.site.schemas import MenuIn, MenuOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("navigation", "/stores/{store_id}/navigation")

Menus = list[MenuOut]


@routes.get("")
async def list(context: StoreViewer) -> Reply[Menus]:  # noqa: A001 - operation id
    """The menus of the shop's header and footer."""
    return ok(await service.menus(context.session, context.store_id))


@routes.put("/{menu}", responses=errors(TargetNotFound))
async def update(context: StoreStaff, menu: Menu, body: MenuIn) -> Reply[MenuOut]:
    """Write a menu as a whole: its lines, in this order, two levels deep."""
    changed = await service.replace(
        context.kernel, context.session, context.store, menu, body, actor=context.actor
    )
    return ok(changed)
