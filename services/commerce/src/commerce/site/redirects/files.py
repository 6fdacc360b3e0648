"""Redirects as a CSV file, both ways: the two columns that Shopify's URL redirects have."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.site.errors import TooManyRedirects
from commerce.site.redirects import flat, repository, service
from commerce.site.redirects.paths import given_path, given_target
from commerce.site.schemas import RedirectImportOut, RedirectProblemOut
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.errors import AppError, Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import csv_file

FROM: Final = "Redirect from"
TO: Final = "Redirect to"
MAX_LINES: Final = 5_000
MAX_PROBLEMS: Final = 200


async def export(session: AsyncSession, store_id: UUID) -> bytes:
    """Every redirect that was made, by path."""
    known = await repository.all_of(session, store_id)
    return csv_file((FROM, TO), sorted(known.items()))


async def take_in(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    text: str,
    dry_run: bool,
    actor: str,
) -> RedirectImportOut:
    """Make and change redirects as the file says; a line that cannot be is named and passed over.
    A path that is there gets the file's target: taking the same file in twice changes nothing.

    Raises Invalid (422) for a file without the two columns or with more than 5,000 lines,
    TooManyRedirects (409).
    """
    taken = await take(kernel, session, store, _lines(text), dry_run=dry_run, actor=actor)
    return RedirectImportOut(
        dry_run=dry_run,
        created=len(taken.made),
        updated=len(taken.changed),
        unchanged=len(taken.asked - taken.made - taken.changed),
        problems=taken.problems[:MAX_PROBLEMS],
    )


@dataclass(slots=True)
class Taken:
    """What came of some redirects: paths that are new, that lead elsewhere now, that could be taken
    at all, and what is wrong by line."""

    made: set[str]
    changed: set[str]
    asked: set[str]
    problems: list[RedirectProblemOut]


async def take(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    lines: Iterable[tuple[int, str, str]],
    *,
    dry_run: bool,
    actor: str,
) -> Taken:
    """Make and change redirects, each (line, from, to); one that cannot be is named and passed
    over. Raises TooManyRedirects (409)."""
    await repository.lock(session, store.id)
    known = await repository.all_of(session, store.id)
    before = dict(known)
    taken = Taken(set(), set(), set(), [])
    for number, source, wanted in lines:
        try:
            path, target = given_path(source), given_target(wanted)
            flat.add(path, target, known)
            taken.asked.add(path)
        except flat.Loop:
            reason = "This would lead back to where it begins."
            taken.problems.append(_problem(number, TO, reason))
        except AppError as error:
            column = FROM if error.details[0]["field"] == "path" else TO
            taken.problems.append(_problem(number, column, error.text))
    if len(known) > service.MAX_REDIRECTS:
        raise TooManyRedirects
    made = {path: known[path] for path in known.keys() - before.keys()}
    changed = {path: known[path] for path in before if known[path] != before[path]}
    taken.made, taken.changed = set(made), set(changed)
    if (made or changed) and not dry_run:
        rows = [service.new_row(store, path, target) for path, target in sorted(made.items())]
        await repository.write(
            session, made=rows, changed=changed, store_id=store.id, now=clock.now()
        )
        counts = {"created": len(made), "updated": len(changed)}
        await service.announce_import(kernel, session, store, actor, counts)
    return taken


def _problem(line: int, column: str, reason: str) -> RedirectProblemOut:
    return RedirectProblemOut(line=line, column=column, reason=reason)


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, from, to) of the file."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=False)
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        if FROM.casefold() not in header or TO.casefold() not in header:
            raise Invalid.on_field("csv", f"The first line must name “{FROM}” and “{TO}”.")
        source, target = header.index(FROM.casefold()), header.index(TO.casefold())
        found: list[tuple[int, str, str]] = []
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(found) == MAX_LINES:
                raise Invalid.on_field("csv", f"Use at most {MAX_LINES:,} lines at a time.")
            padded = row + [""] * (max(source, target) + 1 - len(row))
            found.append((reader.line_num, padded[source], padded[target]))
    except csv.Error as error:
        raise Invalid.on_field("csv", f"This is no CSV file: {error}.") from error
    return iter(found)
