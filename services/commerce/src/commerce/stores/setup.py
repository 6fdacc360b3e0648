"""Progress of the creation flow, as kept on the store: records, theme, domain."""

from collections.abc import Sequence
from typing import Any, Literal

from commerce.stores.schemas import SetupOut, SetupStepOut

StepKey = Literal["records", "theme", "domain"]
StepStatus = Literal["pending", "running", "done", "failed"]

STEPS: tuple[StepKey, ...] = ("records", "theme", "domain")


def fresh() -> list[dict[str, Any]]:
    """Progress of a store whose records are being made by this very request."""
    return [
        {"key": key, "status": "done" if key == "records" else "pending", "message": None}
        for key in STEPS
    ]


def with_step(
    setup: Sequence[dict[str, Any]], key: StepKey, status: StepStatus, message: str | None = None
) -> list[dict[str, Any]]:
    """Progress with one step changed; `message` says what is wrong, in words for the merchant."""
    return [
        {"key": key, "status": status, "message": message} if step["key"] == key else dict(step)
        for step in setup
    ]


def status_of(setup: Sequence[dict[str, Any]], key: StepKey) -> StepStatus:
    """Status of one step. Raises KeyError for a store that has no such step."""
    for step in setup:
        if step["key"] == key:
            status: StepStatus = step["status"]
            return status
    raise KeyError(key)


def finished(setup: Sequence[dict[str, Any]]) -> bool:
    """Whether every step is done."""
    return all(step["status"] == "done" for step in setup)


def progress(setup: Sequence[dict[str, Any]]) -> SetupOut:
    """Progress as merchants see it."""
    steps = [SetupStepOut.model_validate(step) for step in setup]
    return SetupOut(
        done=sum(step.status == "done" for step in steps), total=len(steps), steps=steps
    )
