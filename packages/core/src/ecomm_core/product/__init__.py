"""The kernel of products: a product is a value, `ProductSpec`, and `Product(SPEC)` makes the rest.

A product's package holds, beside its own ideas:

    service.py   SERVICE = product_service("notes", 8290, __file__)   (ecomm_core.service; light)
    settings.py  class Settings(ProductSettings): service = "notes"
    db.py        class Base(models.Base): its own metadata; product_tables(Base.metadata)
    spec.py      SPEC = ProductSpec(service=SERVICE, title=…, …)      (imports the product's rooms)
    roots.py     PRODUCT = Product(SPEC); make_kernel, create, join = PRODUCT.make_kernel, …;
                 TASKS, SCHEDULED = PRODUCT.tasks, PRODUCT.scheduled
    worker.py    celery = PRODUCT.celery(); async def clock(stop): await PRODUCT.clock(celery, stop)

`products/_template` is one that runs; `make new-product NAME=…` copies it. The first revision of a
product's chain is `migration_ops.kernel(1, name, name)` and `migration_ops.product(1, name, name)`.

What its own code uses:

- Routes: `connections.store.StoreViewer | StoreStaff | StoreAdmin` for `/stores/{store_id}/…`, and
  `api.auth.Viewer | Admin | Owner` for the business. Every router's tag stands in `SPEC.resources`.
- Hearing: `SPEC.hear = {EventName.PRODUCT_CREATED: hearer}`; `async def hearer(heard: Heard)` runs
  in the task's transaction, once for each event and in their order for each resource. What goes
  outside is enqueued there (`kernel.outbox.enqueue`) and done by a `CallTask` in `SPEC.tasks`.
- Limits: `plans.check(session, tenant_id=…, name=…, n=1)` against `SPEC.plans`; names in
  `PlanTable.monthly` count by the calendar month (UTC). Refusals are 402 and name what lifts them.
- Settings of a business: `preferences.service.read(session, MyPreferences)`.
- Changing a store: `writing.writes.plan(…)` writes the change down, a task makes it exactly once,
  and `SPEC.wrote` hears how it went. Reading: `writing.client.client_of(kernel).get(access, path)`.
- Models: `GatewayClient(kernel).chat(tenant_id, messages, Shape, feature=…)`, no transaction open.
- Personal data: `SPEC.holdings` name columns; export, `customer.erased`, `store.deleted` and the
  end of a business are the kernel's work.

What the product serves without a line of its own: accounts and signing in, `/auth/me`, API keys,
`/plan`, `/settings`, `/connections`, `/audit`, `/business/export`, `/business/erase`, `/product`,
the platform's `/platform/*` and `/webhooks/platform`. Paying for a product's plan is not among it.
"""

from ecomm_core.product.checking import BadSpec
from ecomm_core.product.gateway.client import Answer, GatewayClient, Said
from ecomm_core.product.product import Product
from ecomm_core.product.settings import ProductSettings
from ecomm_core.product.shapes import (
    Entry,
    Heard,
    Holding,
    LookUp,
    StoreConnection,
    Tables,
    Write,
    WriteState,
)
from ecomm_core.product.spec import Preferences, ProductSpec

__all__ = [
    "Answer",
    "BadSpec",
    "Entry",
    "GatewayClient",
    "Heard",
    "Holding",
    "LookUp",
    "Preferences",
    "Product",
    "ProductSettings",
    "ProductSpec",
    "Said",
    "StoreConnection",
    "Tables",
    "Write",
    "WriteState",
]
