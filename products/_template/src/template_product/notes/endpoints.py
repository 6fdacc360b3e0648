"""HTTP of notes."""

from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import LimitReached, NotFound
from ecomm_core.product.connections.store import StoreStaff, StoreViewer
from template_product.notes import repository, service
from template_product.notes.schemas import NoteIn, NoteOut

routes = router("notes", "/stores/{store_id}/notes")


@routes.get("", responses=errors(NotFound))
async def list_notes(seat: StoreViewer, page: PageDep) -> ListReply[NoteOut]:
    """The notes of a store, the newest first."""
    found, total = await repository.page(
        seat.session, seat.store.store_id, offset=page.offset, limit=page.per_page
    )
    return page_of([NoteOut.model_validate(one) for one in found], page.info(total))


@routes.post("", status_code=201, responses=errors(NotFound, LimitReached))
async def write_note(seat: StoreStaff, body: NoteIn) -> Reply[NoteOut]:
    """Write a note about a product."""
    by = None if seat.context.api_key else seat.context.claims.subject
    note = await service.write(
        seat.session, seat.store, body.product_id, body.words, actor=seat.actor, written_by=by
    )
    return ok(NoteOut.model_validate(note))
