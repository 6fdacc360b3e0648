"""Times in bodies: RFC 3339 with an offset, and no model that forgets it."""

from datetime import UTC, datetime
from typing import Annotated

import pytest
from pydantic import AwareDatetime, ValidationError

from ecomm_core.api.schemas import Input, Moment


class _When(Input):
    at: Moment | None = None


def test_a_moment_with_its_offset_is_read() -> None:
    assert _When(at="2026-11-21T10:30:00+01:00").at == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert _When(at="2026-11-21 09:30Z").at == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert _When().at is None


@pytest.mark.parametrize("value", [0, 1.5, "0", "1700000000", "2026-11-21", "2026-11-21T09:30:00"])
def test_numbers_dates_and_local_times_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        _When(at=value)


@pytest.mark.parametrize(
    "annotation",
    [datetime, AwareDatetime, datetime | None, list[datetime], Annotated[datetime, "words"]],
)
def test_a_body_with_a_plain_datetime_is_no_class(annotation: object) -> None:
    with pytest.raises(TypeError, match="use Moment"):
        type("Loose", (Input,), {"__annotations__": {"at": annotation}})
