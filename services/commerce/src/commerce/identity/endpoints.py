"""HTTP of accepting invitations. Signing in and registering: `ecomm_core.identity`."""

from commerce.identity import invites
from commerce.identity.errors import AnotherAddress, HasAccount
from commerce.identity.schemas import AcceptIn, InvitationOut
from ecomm_core.accounts.links import LinkOver
from ecomm_core.accounts.members import AlreadyMember
from ecomm_core.api.auth import Oneself, Public
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import LimitReached
from ecomm_core.identity import shapes
from ecomm_core.identity.schemas import TokenIn, TokensOut
from ecomm_core.rates import Rate

routes = router("auth", "/auth")


@routes.post("/invites/look", responses=errors(LinkOver))
@rated(Rate.SIGN_IN)
async def look_at_invite(caller: Public, body: TokenIn) -> Reply[InvitationOut]:
    """What the holder of an invitation is asked to join."""
    asked = await invites.look(caller.kernel, body.token)
    return ok(InvitationOut.model_validate(asked))


@routes.post(
    "/invites/accept",
    status_code=201,
    responses=errors(LinkOver, HasAccount, LimitReached),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def accept_invite(caller: Public, body: AcceptIn) -> Reply[TokensOut]:
    """Accept an invitation with a new account, signed in at once."""
    pair = await invites.accept(
        caller.kernel,
        token=body.token,
        name=body.name,
        password=body.password,
        client=caller.client,
    )
    return ok(shapes.tokens(pair))


@routes.post(
    "/invites/join",
    responses=errors(LinkOver, AnotherAddress, AlreadyMember, LimitReached),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SESSION)
async def join_by_invite(context: Oneself, body: TokenIn) -> Reply[TokensOut]:
    """Accept an invitation with the account one is signed in to; the pair names the business that
    was joined."""
    person = await context.kernel.accounts.person(context.session, context.claims)
    pair = await invites.join(
        context.kernel, context.claims, person.email, body.token, context.client
    )
    return ok(shapes.tokens(pair))
