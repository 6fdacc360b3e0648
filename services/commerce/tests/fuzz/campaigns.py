"""One role's campaign over the document: a part of it in the suite, all of it on request."""

import os
from typing import Any

from commerce.openapi import document
from ecomm_core.kernel import Kernel
from ecomm_testing import sampling
from ecomm_testing.fuzz.campaign import PHASES, Campaign, Report
from ecomm_testing.fuzz.seeds import Seeds
from ecomm_testing.fuzz.serving import Served
from ecomm_testing.leak import operations

from .grounds import LOCAL_ONLY, ROLES, prepare
from .rules import TOLERATED

LONG = int(os.environ.get("ECOMM_FUZZ_EXAMPLES", "0"))
"""Generated calls per operation, for long runs: every phase, whoever the operation is for."""

SHORT_OWN, SHORT_OTHER = 2, 1
"""Generated calls per operation in the suite: of the role's own operations, and of the others."""

SHORT_SHARE = 0.02
"""The part of the many systematic cases that the suite sends; long runs send them all."""

OWN_PART = 8
"""In the suite each role fuzzes one in so many of its own operations, room by room, in each run
others (see `ecomm_testing.sampling`); long runs all of them."""

OTHER_PART = 32
"""Others' operations are refused before anything is looked at, which `test_tenant_leak` proves of
each for everybody: in the suite one in so many."""


def assert_unbreakable(application: Served[Kernel], name: str) -> None:
    """Fuzz operations as this role; each of its own among them has to be answered 2xx.

    Prints the calls and 2xx of each operation.
    """
    role = ROLES[name]
    described: dict[str, Any] = document(examples=False)
    known = [o for o in operations(described) if o.id not in LOCAL_ONLY]
    own = {o.id: o.room for o in known if role.owns(o)}
    other = {o.id for o in known} - set(own)
    seeds = Seeds(application, prepare(application, role), role.holds_tokens)
    campaign = Campaign(name, described, seeds, TOLERATED)
    report = Report.of(name, described)
    if LONG:
        fuzzed = set(own)
        campaign.run(fuzzed, examples=LONG, phases=PHASES, into=report)
        campaign.run(other, examples=LONG // 5, phases=("coverage", "fuzzing"), into=report)
    else:
        fuzzed = sampling.part_by_room(own, OWN_PART, f"fuzz as {name}")
        campaign.run(fuzzed, examples=SHORT_OWN, phases=role.phases, into=report, share=SHORT_SHARE)
        part = sampling.part(other, OTHER_PART, f"fuzz as {name}")
        campaign.run(part, examples=SHORT_OTHER, phases=("fuzzing",), into=report)
    print(f"\n{report.table(fuzzed)}")  # noqa: T201 - the report
    report.check(fuzzed)
