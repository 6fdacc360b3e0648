"""HTTP of deleting one's own account."""

from commerce.flows.leaving import leave, outlook
from commerce.privacy.people import service
from commerce.privacy.people.errors import ClosesBusinesses, StillNeeded
from commerce.privacy.people.schemas import LeavingIn, LeavingOut, OwnRequestOut
from ecomm_core.accounts.second_factor import WrongCode
from ecomm_core.accounts.service import WrongPassword
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import Oneself
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.rates import Rate

routes = router("auth", "/auth/me")


@routes.get("/leaving")
async def show_leaving(context: Oneself) -> Reply[LeavingOut]:
    """What deleting the caller's account would do to each of their businesses, and what is in its
    way. Nothing is written."""
    return ok(await outlook(context))


@routes.delete(
    "",
    responses=errors(WrongPassword, WrongCode, LoginThrottled, StillNeeded, ClosesBusinesses),
)
@rated(Rate.SIGN_IN)
async def delete_me(context: Oneself, body: LeavingIn) -> Reply[OwnRequestOut]:
    """Delete the caller's account, at once and for good: every log-in ends, keys they made stop,
    and they are forgotten in every business. Businesses that nobody else owns close, with their
    stores. Refused while others need them there: other people in the team, orders under way, a plan
    that is paid again; the details name each with its remedy. A mail says when it is done."""
    return ok(service.to_out(await leave(context, body)))
