"""Translations as a CSV file, both ways: a line for each text, with the original beside it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads import translatable
from commerce.reads.translatable import FIELDS
from commerce.sheets import BadCell
from commerce.stores.directory import StoreFacts
from commerce.translations import locales, options
from commerce.translations.models import TranslatedKind
from commerce.translations.schemas import OptionTextIn
from commerce.translations.service import Wish, clean, digest, write
from ecomm_core.api.sheets import SHOWN, SheetIn, SheetOut
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import Line, Problem, csv_file, read_csv

COLUMNS: Final = ("kind", "id", "handle", "field", "locale", "source", "translation")
OPTION: Final = "option"
BATCH: Final = 500
MOST_LINES: Final = 10_000
_FIRST: Final = UUID(int=0)


async def export(
    session: AsyncSession, store: StoreFacts, locale: str, kind: TranslatedKind | None
) -> bytes:
    """Every text of a kind (None: names and values of options) beside its translation. Raises
    LocaleNotFound (404)."""
    await locales.find(session, store, locale)
    lines: list[Sequence[object]] = []
    if kind is None:
        offset = 0
        while True:
            rows, _ = await translatable.options(
                session, store.id, locale, missing=None, search=None, offset=offset, limit=BATCH
            )
            lines += [
                (OPTION, "", row.option, row.value, locale, row.value or row.option, row.text or "")
                for row in rows
            ]
            if len(rows) < BATCH:
                return csv_file(COLUMNS, lines)
            offset += BATCH
    after = _FIRST
    while True:
        ids = await translatable.after(session, store.id, kind.value, after, BATCH)
        for row in await translatable.texts(session, store.id, kind.value, locale, ids):
            lines += [
                (kind.value, row["id"], row["slug"], name, locale, row[name] or "",
                 row[f"translated_{name}"] or "")
                for name in FIELDS
                if row[name] or row[f"translated_{name}"]
            ]  # fmt: skip
        if len(ids) < BATCH:
            return csv_file(COLUMNS, lines)
        after = ids[-1]


async def take(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    locale: str,
    sheet: SheetIn,
    *,
    actor: str,
) -> SheetOut:
    """Write a file's translations, all or nothing; an empty one takes a text back. Where `source`
    is no longer the original, the translation counts as outdated. Raises LocaleNotFound (404)."""
    await locales.find(session, store, locale)
    lines, problems = read_csv(sheet.csv, ("kind", "translation"), most=MOST_LINES)
    if problems:
        return SheetOut.wrong(problems)
    texts: dict[TranslatedKind, dict[UUID, list[Line]]] = {}
    option_lines: list[Line] = []
    for line in lines:
        try:
            if line["locale"] not in {"", locale}:
                raise BadCell("locale", f"This is not {locale}.")
            if line["kind"] == OPTION:
                option_lines.append(line)
            else:
                kind, thing = _place(line)
                texts.setdefault(kind, {}).setdefault(thing, []).append(line)
        except BadCell as bad:
            problems.append(Problem(line.row, bad.column, bad.reason))
    updated = unchanged = 0
    async with session.begin_nested() as attempt:
        for kind, things in texts.items():
            for start in range(0, len(things), BATCH):
                part = list(things.items())[start : start + BATCH]
                rows = await translatable.texts(
                    session, store.id, kind.value, locale, [thing for thing, _ in part]
                )
                wishes = _wishes(kind, rows, part, problems)
                if len(problems) >= SHOWN:
                    break
                changed = await write(
                    kernel, session, store, kind, locale, rows, wishes, actor=actor
                )
                updated += changed
                unchanged += len(wishes) - changed
        if option_lines and not problems:
            changed = await _take_options(
                kernel, session, store, locale, option_lines, problems, actor=actor
            )
            updated += changed
            unchanged += len(option_lines) - changed
        if problems or sheet.dry_run:
            await attempt.rollback()
    if problems:
        return SheetOut.wrong(sorted(problems, key=lambda one: one.row))
    return SheetOut.right(
        applied=not sheet.dry_run, created=0, updated=updated, unchanged=unchanged
    )


def _place(line: Line) -> tuple[TranslatedKind, UUID]:
    try:
        kind = TranslatedKind(line["kind"])
    except ValueError:
        raise BadCell("kind", "Write product, category, collection, page or option.") from None
    if line["field"] not in FIELDS:
        raise BadCell("field", f"Write one of {', '.join(FIELDS)}.")
    try:
        return kind, UUID(line["id"])
    except ValueError:
        raise BadCell("id", f"There is no such {kind.value}.") from None


def _wishes(
    kind: TranslatedKind,
    rows: Sequence[RowMapping],
    part: Sequence[tuple[UUID, list[Line]]],
    problems: list[Problem],
) -> list[Wish]:
    known = {row["id"]: row for row in rows}
    wishes: list[Wish] = []
    for thing, lines in part:
        texts: dict[str, str | None] = {}
        digests: dict[str, str] = {}
        for line in lines:
            name = line["field"]
            if thing not in known:
                problems.append(Problem(line.row, "id", f"There is no such {kind.value}."))
            elif name in texts:
                problems.append(Problem(line.row, None, "An earlier line names the same text."))
            else:
                texts[name] = _text(kind, name, line, problems)
                row = known[thing]
                unchanged = texts[name] == row[f"translated_{name}"]
                if unchanged and texts[name] is not None:
                    # What is as it was stays as old as it was.
                    digests[name] = (row["source"] or {}).get(name, digest(row[name]))
                elif line["source"] and line["source"] != (row[name] or "").strip():
                    digests[name] = digest(line["source"])
        if thing in known:
            wishes.append(Wish(thing, texts, digests))
    return wishes


def _text(kind: TranslatedKind, name: str, line: Line, problems: list[Problem]) -> str | None:
    longest = 200_000 if name == "description" else 1_000 if name == "seo_description" else 255
    if len(line["translation"]) > longest:
        problems.append(Problem(line.row, "translation", f"Use at most {longest:,} characters."))
        return None
    try:
        return clean(kind, name, line["translation"])
    except AppError as refused:
        problems.append(Problem(line.row, "translation", refused.text))
        return None


async def _take_options(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    locale: str,
    lines: Sequence[Line],
    problems: list[Problem],
    *,
    actor: str,
) -> int:
    given: dict[tuple[str, str], OptionTextIn] = {}
    for line in lines:
        key = line["handle"], line["field"]
        if not 0 < len(key[0]) <= 60 or len(key[1]) > 120 or len(line["translation"]) > 120:
            problems.append(Problem(line.row, "handle", "This is no option of a product."))
        elif key in given:
            problems.append(Problem(line.row, None, "An earlier line names the same text."))
        else:
            given[key] = OptionTextIn(
                option=key[0], value=key[1] or None, text=line["translation"] or None
            )
    if problems or not given:
        return 0
    return await options.put(kernel, session, store, locale, list(given.values()), actor=actor)
