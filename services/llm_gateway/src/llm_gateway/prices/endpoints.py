"""HTTP of prices, for operators."""

from typing import Annotated

from fastapi import Query

from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from llm_gateway.access import Operator
from llm_gateway.prices import service
from llm_gateway.prices.errors import PriceChangedMeanwhile, PriceNotFound
from llm_gateway.prices.schemas import PriceIn, PriceOut

routes = router("prices", "/operator/prices")

Named = Annotated[Text, Query(min_length=1, max_length=200)]


@routes.get("")
async def list_prices(
    context: Operator, page: PageDep, provider: Named | None = None
) -> ListReply[PriceOut]:
    """The newest version of each price, in US dollars per million tokens."""
    rows, total = await service.current(
        context.session, provider=provider, offset=page.offset, limit=page.per_page
    )
    return page_of([PriceOut.model_validate(row) for row in rows], page.info(total))


@routes.post("", status_code=201, responses=errors(PriceChangedMeanwhile))
async def write_price(context: Operator, body: PriceIn) -> Reply[PriceOut]:
    """Set a price from a time on. Versions before it stay, and so does what they cost."""
    return ok(
        PriceOut.model_validate(await service.write(context.session, body, actor=context.actor))
    )


@routes.get("/versions", responses=errors(PriceNotFound))
async def list_versions(context: Operator, provider: Named, model: Named) -> Reply[list[PriceOut]]:
    """All versions of one price, the newest first."""
    rows = await service.versions(context.session, provider, model)
    return ok([PriceOut.model_validate(row) for row in rows])
