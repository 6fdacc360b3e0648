"""Progress of the creation flow, as kept on the store: a step each, in their order."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

from commerce.stores.schemas import SetupOut, SetupStepOut

StepKey = Literal["records", "theme", "domain", "pages", "payments", "seo", "analytics", "welcome"]
StepStatus = Literal["pending", "running", "done", "skipped", "failed"]

STEPS: tuple[StepKey, ...] = get_args(StepKey)
FINISHED: frozenset[StepStatus] = frozenset({"done", "skipped"})
"""Nothing is left to do: done, or there was a reason not to, which its message tells."""


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
    """Status of one step. A store made before there was such a step has it behind itself."""
    for step in setup:
        if step["key"] == key:
            status: StepStatus = step["status"]
            return status
    return "skipped"


def finished(setup: Sequence[dict[str, Any]]) -> bool:
    """Whether nothing is left to do."""
    return all(step["status"] in FINISHED for step in setup)


def progress(setup: Sequence[dict[str, Any]]) -> SetupOut:
    """Progress as merchants see it."""
    steps = [SetupStepOut.model_validate(step) for step in setup]
    return SetupOut(
        done=sum(step.status in FINISHED for step in steps), total=len(steps), steps=steps
    )
