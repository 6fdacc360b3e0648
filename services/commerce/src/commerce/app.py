"""Composition root of the API: which domains it serves, and what they need."""

from fastapi import FastAPI

from commerce.mounts import mount_pages
from commerce.reads.caching import KnownReplies
from commerce.routers import ROUTERS
from commerce.settings import CommerceSettings
from commerce.wiring import start_api, subscriptions
from ecomm_core.api.app import create_app
from ecomm_core.kernel import Kernel, build_kernel


def make_kernel(settings: CommerceSettings | None = None) -> Kernel:
    """The kernel of an API process."""
    return build_kernel(
        settings or CommerceSettings(),
        schema="commerce",
        subscriptions=subscriptions(),
        application_name="commerce api",
    )


def create(kernel: Kernel | None = None) -> FastAPI:
    """The API's application."""
    ready = kernel or make_kernel()
    app = create_app(ready, title="Ecomm commerce", routers=ROUTERS, on_start=start_api)
    mount_pages(app, ready)
    app.router.routes.insert(0, KnownReplies(ready))
    return app
