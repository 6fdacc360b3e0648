"""The product as a value: what the kernel makes everything else from."""

from typing import Final

from ecomm_core.contracts.names import EventName
from ecomm_core.product import Entry, Holding, ProductSpec, Tables
from template_product.db import Base
from template_product.notes import endpoints, hearing, status
from template_product.plans import PLANS
from template_product.preferences import NotePreferences
from template_product.service import SERVICE
from template_product.settings import Settings

SPEC: Final = ProductSpec(
    service=SERVICE,
    title="Template product",
    summary="Keeps a note about each new product of a store.",
    metadata=Base.metadata,
    plans=PLANS,
    settings=Settings,
    tables=Tables(tenant=["notes"]),
    routers=[endpoints.routes],
    resources={"notes": "notes"},
    tasks=[hearing.TAG_TASK],
    consumes=[EventName.PRODUCT_CREATED],
    hear={EventName.PRODUCT_CREATED: hearing.note_new_product},
    scopes=["products:read", "products:write"],
    preferences=NotePreferences,
    holdings=[Holding("notes", "notes you wrote", person="written_by")],
    status={"product": status.of_product},
    navigation=[Entry("Notes", "/notes", "notebook")],
)
