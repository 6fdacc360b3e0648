"""Every router of this room; a service serves them all."""

from typing import Final

from fastapi import APIRouter

from ecomm_core.identity.account_endpoints import routes as account
from ecomm_core.identity.endpoints import routes as signing_in

ROUTERS: Final[tuple[APIRouter, ...]] = (signing_in, account)
