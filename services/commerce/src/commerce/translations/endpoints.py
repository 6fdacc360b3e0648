"""HTTP of languages and translations."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from starlette.responses import Response

from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from commerce.stores.schemas import Locale
from commerce.translations import locales, options, service, sheet
from commerce.translations.errors import (
    LocaleExists,
    LocaleNotFound,
    TooManyLocales,
    TranslatedNotFound,
)
from commerce.translations.models import TranslatedKind
from commerce.translations.schemas import (
    LocaleIn,
    LocalePatch,
    LocalesOut,
    OptionsQuery,
    OptionTextOut,
    OptionTextsIn,
    TranslationIn,
    TranslationOut,
    TranslationRow,
    TranslationsIn,
)
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, PageInfo, Reply, ok, page_of
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("translations", "/stores/{store_id}")

Tag = Annotated[Locale, Path()]


@routes.get("/locales", name="locales", responses=errors(StoreNotFound))
async def list_locales(context: StoreViewer) -> Reply[LocalesOut]:
    """The store's own language and those it has beside it, with how far its products are."""
    return ok(await locales.listed(context.session, context.store))


@routes.post(
    "/locales", status_code=201, responses=errors(StoreNotFound, LocaleExists, TooManyLocales)
)
async def add_locale(context: StoreAdmin, body: LocaleIn) -> Reply[LocalesOut]:
    """Add a language. Shoppers see it once it is published."""
    await locales.add(context.kernel, context.session, context.store, body, actor=context.actor)
    return ok(await locales.listed(context.session, context.store))


@routes.patch("/locales/{locale}", responses=errors(StoreNotFound, LocaleNotFound))
async def change_locale(context: StoreAdmin, locale: Tag, body: LocalePatch) -> Reply[LocalesOut]:
    """Show the shop in a language, or no more; its texts stay."""
    await locales.publish(
        context.kernel,
        context.session,
        context.store,
        locale,
        published=body.published,
        actor=context.actor,
    )
    return ok(await locales.listed(context.session, context.store))


@routes.delete("/locales/{locale}", responses=errors(StoreNotFound, LocaleNotFound))
async def remove_locale(context: StoreAdmin, locale: Tag) -> Reply[dict[str, Any]]:
    """Remove a language with all its texts."""
    await locales.remove(
        context.kernel, context.session, context.store, locale, actor=context.actor
    )
    return ok({})


@routes.get("/translations/{locale}/options", responses=errors(StoreNotFound, LocaleNotFound))
async def options_list(
    context: StoreViewer, locale: Tag, query: Annotated[OptionsQuery, Query()]
) -> ListReply[OptionTextOut]:
    """Names and values of the options that products use, with their translations."""
    rows, total = await options.page(context.session, context.store, locale, query)
    return page_of(rows, PageInfo(total=total, page=query.page, per_page=query.per_page, next=None))


@routes.put("/translations/{locale}/options", responses=errors(StoreNotFound, LocaleNotFound))
async def put_options(
    context: StoreStaff, locale: Tag, body: OptionTextsIn
) -> Reply[dict[str, int]]:
    """Translate names and values of options, for all products that use them."""
    changed = await options.put(
        context.kernel, context.session, context.store, locale, body.texts, actor=context.actor
    )
    return ok({"changed": changed})


@routes.get(
    "/translations/{locale}/export",
    response_class=Response,
    responses={**errors(StoreNotFound, LocaleNotFound), **CSV},
)
async def export_csv(
    context: StoreViewer,
    locale: Tag,
    kind: Annotated[
        TranslatedKind | None, Query(description="Without it names and values of options.")
    ] = None,
) -> Response:
    """Texts beside their translations as a CSV file that the import takes back."""
    body = await sheet.export(context.session, context.store, locale, kind)
    return csv_reply(f"translations-{locale}-{kind.value if kind else 'option'}", body)


@routes.post("/translations/{locale}/import", responses=errors(StoreNotFound, LocaleNotFound))
async def import_csv(context: StoreStaff, locale: Tag, body: SheetIn) -> Reply[SheetOut]:
    """Translate from a CSV file, all or nothing; a dry run unless told otherwise."""
    taken = await sheet.take(
        context.kernel, context.session, context.store, locale, body, actor=context.actor
    )
    return ok(taken)


@routes.get("/translations/{locale}/{kind}", responses=errors(StoreNotFound, LocaleNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    locale: Tag,
    kind: TranslatedKind,
    query: Annotated[TranslationsIn, Query()],
) -> ListReply[TranslationRow]:
    """Products, categories, collections or pages by title, and where their translation stands."""
    rows, total = await service.page(context.session, context.store, kind, locale, query)
    return page_of(rows, PageInfo(total=total, page=query.page, per_page=query.per_page, next=None))


@routes.get(
    "/translations/{locale}/{kind}/{thing_id}",
    responses=errors(StoreNotFound, LocaleNotFound, TranslatedNotFound),
)
async def get(
    context: StoreViewer, locale: Tag, kind: TranslatedKind, thing_id: UUID
) -> Reply[TranslationOut]:
    """The texts of one thing beside those in the store's own language."""
    return ok(await service.get(context.session, context.store, kind, locale, thing_id))


@routes.put(
    "/translations/{locale}/{kind}/{thing_id}",
    responses=errors(StoreNotFound, LocaleNotFound, TranslatedNotFound),
)
async def put(
    context: StoreStaff, locale: Tag, kind: TranslatedKind, thing_id: UUID, body: TranslationIn
) -> Reply[TranslationOut]:
    """Translate one thing; what is left out stays."""
    await service.put(
        context.kernel,
        context.session,
        context.store,
        kind,
        locale,
        thing_id,
        body,
        actor=context.actor,
    )
    return ok(await service.get(context.session, context.store, kind, locale, thing_id))


@routes.delete(
    "/translations/{locale}/{kind}/{thing_id}",
    responses=errors(StoreNotFound, LocaleNotFound, TranslatedNotFound),
)
async def delete(
    context: StoreStaff, locale: Tag, kind: TranslatedKind, thing_id: UUID
) -> Reply[dict[str, Any]]:
    """Take all texts of one thing in a language back: the store's own language is shown."""
    await service.remove(
        context.kernel,
        context.session,
        context.store,
        kind,
        locale,
        thing_id,
        actor=context.actor,
    )
    return ok({})
