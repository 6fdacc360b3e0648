"""Every operation with requests that no client library would send."""

from collections import Counter
from itertools import islice
from typing import Any

import pytest

from commerce.openapi import document
from ecomm_core.kernel import Kernel
from ecomm_testing import sampling
from ecomm_testing.fuzz.malformed import Malformer
from ecomm_testing.fuzz.seeds import Seeds
from ecomm_testing.fuzz.serving import Served
from ecomm_testing.leak import Operation, operations

from .campaigns import LONG
from .grounds import LOCAL_ONLY, ROLES, prepare

DOCUMENT: dict[str, Any] = document()
CALLERS = {
    "merchant": "owner",
    "shopper": "shopper",
    "public": "anonymous",
    "capability": "token",
}
COUNTED: Counter[int] = Counter()
SHORT_SHARE = 40
"""In the suite one in so many of an operation's broken requests, of each operation others: what odd
headers and bodies meet first is the same for all of them. Long runs send them all."""
PART = 8
"""In the suite one in so many operations of each class of access, in each run others."""


def chosen() -> list[Operation]:
    """This run's operations."""
    known = [o for o in operations(DOCUMENT) if o.id not in LOCAL_ONLY]
    taken: set[str] = set()
    for access in {o.access for o in known}:
        names = [o.id for o in known if o.access == access]
        taken |= set(names) if LONG else sampling.part(names, PART, f"broken as {access}")
    return [o for o in known if o.id in taken]


pytestmark = pytest.mark.filterwarnings(
    # A form that ends inside a file: Starlette leaves that part's memory to the collector.
    "ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning",
    "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning",
)


@pytest.fixture(scope="module")
def seeds(application: Served[Kernel]) -> dict[str, Seeds]:
    """The rightful caller of each class of access."""
    return {
        access: Seeds(application, prepare(application, ROLES[name]), ROLES[name].holds_tokens)
        for access, name in CALLERS.items()
    }


@pytest.mark.parametrize(
    "operation",
    chosen(),
    ids=lambda operation: operation.id,
)
def test_broken_requests_are_refused_in_the_envelope(
    operation: Operation, application: Served[Kernel], seeds: dict[str, Seeds]
) -> None:
    """Planted: answers outside the envelope, in `test_fuzz_finds_faults`."""
    caller = seeds[operation.access]
    malformer = Malformer(DOCUMENT, application.url, share=1 if LONG else SHORT_SHARE)
    wrong, done = [], 0
    while True:
        call, headers = caller.call(operation.id), caller.credentials(operation.id)
        for raw in islice(malformer.requests(operation, call, headers), done, None):
            done += 1
            answer = malformer.send(raw)
            COUNTED[answer.status] += 1
            fault = malformer.wrong(operation, raw, answer)
            if fault is not None:
                wrong.append(f"{raw.what}: {fault}")
            if caller.used(operation.id, raw.method, answer.status):
                break  # it succeeded all the same: the rest breaks another call
        else:
            break
    assert wrong == []


def test_report() -> None:
    """Prints what came back; fails when nothing was sent."""
    sent = COUNTED.total()
    print(f"\nmalformed: {sent} requests, {dict(sorted(COUNTED.items()))}")  # noqa: T201 - the report
    everything = LONG or sampling.whole()
    assert sent > 1000 if everything else sent >= len(chosen())
