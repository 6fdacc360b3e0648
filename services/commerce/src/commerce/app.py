"""Composition root of the API: which domains it serves, and what they need."""

from pathlib import Path

from fastapi import FastAPI

from commerce.identity.scopes import ALWAYS_OPEN, AREAS, RESOURCES
from commerce.kernels import make_kernel
from commerce.mounts import mount_pages
from commerce.routers import ROUTERS
from commerce.search import endpoints as search
from commerce.search.hot import read_search
from commerce.shop import endpoints as shop
from commerce.shop.caching import KnownReplies
from commerce.shop.hot import HotReads, read_products
from commerce.wiring import start_api
from ecomm_core.api.app import create_app
from ecomm_core.kernel import Kernel

EXAMPLES = Path(__file__).with_name("openapi_examples.json")
"""Calls as `make examples` recorded them, for the OpenAPI document."""


def create(kernel: Kernel | None = None) -> FastAPI:
    """The API's application."""
    ready = kernel or make_kernel()
    app = create_app(
        ready,
        title="Ecomm commerce",
        routers=ROUTERS,
        resources=RESOURCES,
        areas=AREAS,
        always_open=ALWAYS_OPEN,
        examples=EXAMPLES,
        on_start=start_api,
    )
    mount_pages(app, ready)
    app.router.routes[:0] = [KnownReplies(ready), hot_reads(ready)]
    return app


def hot_reads(kernel: Kernel) -> HotReads:
    """The reads that take the short way, of all rooms that have such."""
    readers = {"products": read_products, "search": read_search}
    return HotReads(kernel, readers, (shop.routes, search.routes))
