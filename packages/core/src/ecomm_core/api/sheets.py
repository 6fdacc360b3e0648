"""Shapes of small CSV files in requests and replies: read whole, applied whole or not at all."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, StrictBool

from ecomm_core.api.schemas import Input, Output
from ecomm_core.spreadsheet import Problem

SHOWN = 200
"""Problems told of one file."""


class SheetIn(Input):
    """A CSV file's text. A dry run says what would change and changes nothing."""

    csv: Annotated[str, Field(min_length=1, max_length=900_000)]
    dry_run: StrictBool = True


class SheetProblem(Output):
    """A line that is not right. Row 1 is the header."""

    row: int
    column: str | None
    reason: str


class SheetOut(Output):
    """What a file changes, or changed when `applied`. With problems nothing is applied at all."""

    applied: bool
    created: int
    updated: int
    unchanged: int
    problems: list[SheetProblem]

    @classmethod
    def wrong(cls, problems: Sequence[Problem]) -> Self:
        """Nothing was taken, and why."""
        return cls(
            applied=False,
            created=0,
            updated=0,
            unchanged=0,
            problems=[SheetProblem.model_validate(problem) for problem in problems[:SHOWN]],
        )

    @classmethod
    def right(cls, *, applied: bool, created: int, updated: int, unchanged: int) -> Self:
        """What changes, or changed."""
        return cls(
            applied=applied, created=created, updated=updated, unchanged=unchanged, problems=[]
        )
