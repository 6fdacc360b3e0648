"""Names and values of options in other languages: `Colour` is translated once for the store."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads import translatable
from commerce.stores.directory import StoreFacts
from commerce.translations import locales, repository, service
from commerce.translations.schemas import OptionsQuery, OptionTextIn, OptionTextOut
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel


async def page(
    session: AsyncSession, store: StoreFacts, locale: str, asked: OptionsQuery
) -> tuple[list[OptionTextOut], int]:
    """(names and values that products use, how many). Raises LocaleNotFound (404)."""
    await locales.find(session, store, locale)
    rows, total = await translatable.options(
        session,
        store.id,
        locale,
        missing=asked.missing,
        search=asked.search,
        offset=(asked.page - 1) * asked.per_page,
        limit=asked.per_page,
    )
    return [
        OptionTextOut(
            option=row.option, value=row.value or None, products=row.products, text=row.text
        )
        for row in rows
    ], total


async def put(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    locale: str,
    given: list[OptionTextIn],
    *,
    actor: str,
) -> int:
    """Write translations of names and values; how many changed. What no product uses yet may be
    translated, too. Raises LocaleNotFound (404), Invalid (422) for the same one twice."""
    await locales.find(session, store, locale)
    wanted: dict[tuple[str, str], str | None] = {}
    for place, one in enumerate(given):
        key = one.option, one.value or ""
        if key in wanted:
            raise Invalid.on_field(f"texts.{place}", "An earlier line names the same text.")
        wanted[key] = one.text or None
    known = await repository.option_texts(
        session, store.id, locale, sorted({option for option, _ in wanted})
    )
    changed = {key: text for key, text in wanted.items() if known.get(key) != text}
    if not changed:
        return 0
    written = {key: text for key, text in changed.items() if text is not None}
    if written:
        await repository.put_options(
            session, store.tenant_id, store.id, locale, written, clock.now()
        )
    await repository.remove_options(
        session, store.id, locale, [key for key, text in changed.items() if text is None]
    )
    await service.announce(kernel, session, store, None, locale, [])
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="translation.update",
        resource_type="option",
        resource_id=None,
        before={"locale": locale, "texts": [[*key, known.get(key)] for key in [*changed][:100]]},
        after={"locale": locale, "texts": [[*key, changed[key]] for key in [*changed][:100]]},
    )
    return len(changed)
