"""Composition root of the API: which rooms it serves, and what they need."""

from fastapi import FastAPI

import llm_gateway.all_models  # noqa: F401 - foreign keys name tables of every room
from ecomm_core.api.app import create_app
from ecomm_core.kernel import Kernel, build_kernel
from llm_gateway.joint.door import AtTheDoor
from llm_gateway.routers import ROUTERS
from llm_gateway.security import SCHEMA
from llm_gateway.settings import GatewaySettings
from llm_gateway.wiring import start_api, subscriptions


def make_kernel(settings: GatewaySettings | None = None) -> Kernel:
    """The kernel of an API process."""
    return build_kernel(
        settings or GatewaySettings(),
        schema=SCHEMA,
        subscriptions=subscriptions(),
        application_name="llm_gateway api",
    )


def create(kernel: Kernel | None = None) -> FastAPI:
    """The API's application."""
    ready = kernel or make_kernel()
    app = create_app(ready, title="Ecomm LLM gateway", routers=ROUTERS, on_start=start_api)
    app.router.routes.insert(0, AtTheDoor(ready))
    return app
