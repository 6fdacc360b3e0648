"""A specification that is wrong says where when the process starts."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import MetaData

from ecomm_core.api.router import router
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.products import EVERYBODY, heard_by
from ecomm_core.db.models import NAMING
from ecomm_core.plan_table import Plan
from ecomm_core.product import (
    BadSpec,
    Entry,
    Holding,
    Preferences,
    Product,
    ProductSettings,
    Tables,
)
from ecomm_core.product.spec import ALWAYS_HEARD
from template_product.notes.hearing import note_new_product
from template_product.plans import PLANS
from template_product.spec import SPEC


class Needy(Preferences):
    """A setting without a default."""

    tag: str


def falling() -> dict[str, Plan]:
    return {**PLANS.plans, "pro": replace(PLANS.plans["pro"], limits={"notes": 1})}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("settings", {"settings": ProductSettings}, "ProductSettings.service is not"),
    ("summary", {"summary": "No sentence"}, "a summary that is a sentence"),
    ("page", {"navigation": [Entry("X", "x", "i")]}, "the page 'X' has no path"),
    (
        "hearer",
        {"consumes": [], "hear": {EventName.PRODUCT_CREATED: note_new_product}},
        "a hearer of product.created and does not consume it",
    ),
    ("scope", {"scopes": ["goods:write"]}, "no scope 'goods:write'"),
    ("verb", {"scopes": ["products:own"]}, "no scope 'products:own'"),
    ("policy", {"tables": Tables()}, "the table notes has no policy"),
    ("unknown table", {"tables": Tables(tenant=["notes", "x"])}, "names x, which is no table"),
    ("kernel's tables", {"metadata": MetaData(naming_convention=NAMING)}, "lacks the kernel's"),
    ("ladder", {"plans": replace(PLANS, plans=falling())}, "the ladder falls: pro has less notes"),
    ("plan", {"plans": replace(PLANS, begins="gold")}, "there is no plan 'gold'"),
    ("limit", {"plans": replace(PLANS, shown=("texts",))}, "no plan has a limit 'texts'"),
    ("tag", {"resources": {}}, "the router 'notes' is not in resources"),
    ("own tag", {"routers": [router("plan")]}, "the kernel's own tag 'plan'"),
    ("default", {"preferences": Needy}, "the setting tag has no default"),
    ("holding", {"holdings": [Holding("notes", "x", person="nobody")]}, "names no column of it"),
]


@pytest.mark.parametrize(
    ("change", "said"), [(c, s) for _, c, s in WRONG], ids=[n for n, *_ in WRONG]
)
def test_what_is_wrong_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSpec, match=said):
        Product(replace(SPEC, **change))


def test_one_of_the_eight_consumes_what_the_contract_says() -> None:
    service = replace(SPEC.service, name="flowsend")
    settings = type("Settings", (ProductSettings,), {"service": "flowsend"})
    with pytest.raises(BadSpec, match=r"contracts\.products says that it consumes"):
        Product(replace(SPEC, service=service, settings=settings))
    Product(
        replace(SPEC, service=service, settings=settings, consumes=heard_by("flowsend"), hear={})
    )


def test_what_every_product_hears_is_what_the_contract_says_of_everybody() -> None:
    common = set.intersection(*(set(heard_by(name)) for name in EVERYBODY))
    assert set(ALWAYS_HEARD) <= common
