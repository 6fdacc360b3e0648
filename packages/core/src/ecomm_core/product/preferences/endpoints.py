"""HTTP of a business's settings."""

from ecomm_core.api.auth import Admin, TenantContext, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import Invalid
from ecomm_core.product.preferences import service
from ecomm_core.product.preferences.schemas import SettingsIn, SettingsOut
from ecomm_core.product.preferences.service import Kept, SettingsChanged
from ecomm_core.product.spec import spec_of

routes = router("settings", "/settings")


@routes.get("")
async def read_settings(context: Viewer) -> Reply[SettingsOut]:
    """What the business has chosen, with the schema of what there is to choose."""
    return ok(_shown(context, await service.kept(context.session, spec_of(context.kernel))))


@routes.patch("", responses=errors(Invalid, SettingsChanged))
async def change_settings(context: Admin, body: SettingsIn) -> Reply[SettingsOut]:
    """Change settings; those not named stay."""
    found = await service.change(
        context.session,
        spec_of(context.kernel),
        context.tenant_id,
        body.values,
        version=body.version,
        actor=context.actor,
    )
    return ok(_shown(context, found))


def _shown(context: TenantContext, found: Kept) -> SettingsOut:
    return SettingsOut(
        values=found.chosen.model_dump(mode="json"),
        version=found.version,
        json_schema=spec_of(context.kernel).preferences.model_json_schema(),
    )
