"""The platform as a caller: every request is signed for what it does."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from ecomm_core.api.auth import KernelDep
from ecomm_core.api.router import access
from ecomm_core.api.signed_calls import check_signed
from ecomm_core.kernel import Kernel
from ecomm_core.product.settings import ProductSettings


@dataclass(frozen=True, slots=True)
class PlatformContext:
    """The platform, without a business yet: each rule opens its own transactions."""

    kernel: Kernel


@access("service")
async def _platform(request: Request, kernel: KernelDep) -> PlatformContext:
    settings = kernel.settings
    if not isinstance(settings, ProductSettings):
        raise TypeError("a product runs on its own settings")
    await check_signed(request, settings.platforms_key)
    return PlatformContext(kernel)


Platform = Annotated[PlatformContext, Depends(_platform)]
"""Raises Unauthenticated (401) unless a holder of the platform's key signed this very request."""
