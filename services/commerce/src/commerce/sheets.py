"""CSV files of a room's things, taken line by line through the room's own service: all or nothing,
each line's refusal in words beside its row and column."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from ecomm_core.api.sheets import SHOWN, SheetIn, SheetOut
from ecomm_core.errors import AppError
from ecomm_core.spreadsheet import Line, Problem, read_csv

MOST_LINES: Final = 5_000

CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "A CSV file."}
}

_YES: Final = frozenset({"yes", "true", "1", "y"})
_NO: Final = frozenset({"no", "false", "0", "n", ""})


class Outcome(StrEnum):
    """What a line did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class BadCell(Exception):
    """A cell that cannot be read: the column, and why in words for people."""

    def __init__(self, column: str | None, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)


def csv_reply(name: str, body: bytes) -> Response:
    """A file to save."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def yes(line: Line, column: str) -> bool:
    """A cell that says yes or no; empty is no. Raises BadCell."""
    word = line[column].lower()
    if word not in _YES | _NO:
        raise BadCell(column, "Write yes or no.")
    return word in _YES


async def take_lines(
    session: AsyncSession,
    sheet: SheetIn,
    required: Sequence[str],
    apply: Callable[[Line], Awaitable[Outcome]],
    *,
    columns: Mapping[str, str] | None = None,
    most: int = MOST_LINES,
) -> SheetOut:
    """Apply a file's lines in their order. With a problem in any line, or as a dry run, nothing of
    it stays. `columns`: field of a refusal -> the column it is read from, where they differ."""
    lines, problems = read_csv(sheet.csv, required, most=most)
    if problems:
        return SheetOut.wrong(problems)
    named = columns or {}
    counts: Counter[Outcome] = Counter()
    async with session.begin_nested() as attempt:
        for line in lines:
            try:
                async with session.begin_nested():
                    counts[await apply(line)] += 1
            except BadCell as bad:
                problems.append(Problem(line.row, bad.column, bad.reason))
            except ValidationError as error:
                problems += _malformed(line, error, named)
            except AppError as refused:
                problems.append(_refused(line, refused, named))
            if len(problems) >= SHOWN:
                break
        if problems or sheet.dry_run:
            await attempt.rollback()
    if problems:
        return SheetOut.wrong(problems)
    return SheetOut.right(
        applied=not sheet.dry_run,
        created=counts[Outcome.CREATED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
    )


def _column(field: str, named: Mapping[str, str]) -> str | None:
    head = field.partition(".")[0]
    return named.get(field) or named.get(head) or field.replace(".", "_") or None


def _refused(line: Line, refused: AppError, named: Mapping[str, str]) -> Problem:
    detail = refused.details[0] if refused.details else {}
    return Problem(
        line.row, _column(str(detail.get("field", "")), named), detail.get("message", refused.text)
    )


def _malformed(line: Line, error: ValidationError, named: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(line.row, _column(".".join(str(part) for part in one["loc"]), named), one["msg"])
        for one in error.errors(include_url=False, include_context=False)
    ]
