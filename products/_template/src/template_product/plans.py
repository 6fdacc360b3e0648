"""The product's plans: prices in US cents, limits, what each includes."""

from typing import Final

from ecomm_core.plan_table import Plan, PlanTable
from ecomm_core.plans import API_ACCESS

NOTES: Final = "notes"
"""Notes written in a month."""

PLANS: Final = PlanTable(
    plans={
        plan.name: plan
        for plan in (
            Plan("free", "Free", {NOTES: 10}, month=0, year=0),
            Plan("growth", "Growth", {NOTES: 500}, month=1_900, year=19_000),
            Plan("pro", "Pro", {NOTES: None}, month=4_900, year=49_000),
            Plan("self_hosted", "Self-hosted", {NOTES: None}),
        )
    },
    ladder=("free", "growth", "pro"),
    begins="free",
    unbilled="self_hosted",
    shown=(NOTES,),
    monthly=frozenset({NOTES}),
    everywhere=frozenset({API_ACCESS}),
)
