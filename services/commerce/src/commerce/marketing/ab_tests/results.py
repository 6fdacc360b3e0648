"""What a test's counts come to, and the one look that its plan foresees."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics.figures import converted
from commerce.marketing.ab_tests import repository, statistics
from commerce.marketing.ab_tests.schemas import ArmOut, ResultsOut, SplitOut, Verdict
from commerce.marketing.ab_tests.statistics import ALPHA_EARLY, ALPHA_FINAL, Arm
from commerce.reads.purchase_terms import to_store
from ecomm_core.api.schemas import Money

Counts = Mapping[str, tuple[int, int]]
NOBODY: Final = (0, 0)
PPM: Final = 1_000_000


async def counts_test_orders(session: AsyncSession, test_id: UUID, *, takes_test: bool) -> bool:
    """Whether test orders are what a test's visitors bought, where nobody asked for a kind: in a
    store that takes test money, unless one of them brought real money, by hand perhaps. The two are
    never added up."""
    return takes_test and not await repository.any_real(session, test_id)


async def results(session: AsyncSession, row: Any, *, test: bool, currency: str) -> ResultsOut:
    """Of a row of `repository.shown`: counts and orders of the asked kind, read now."""
    counts = await repository.counts(session, row.id, test=test)
    money = {"a": [0, 0], "b": [0, 0]}
    for order in await repository.orders(session, row.id, test=test):
        rate = to_store(order.rate, currency, order.currency)
        money[order.arm][0] += 1
        money[order.arm][1] += converted(order.total - order.refunded, rate)
    a, b = (Arm(*counts.get(name, NOBODY)) for name in ("a", "b"))
    final = row.final if row.final is not None and row.final["test"] == test else None
    shares = statistics.split(a.visitors, b.visitors, row.share_of_b / 100)
    always = statistics.always_valid(a, b, row.effect_ppm / PPM)
    p_final = None if final is None else _final_p(final)
    bounds = statistics.interval(a, b)
    one_look = statistics.two_proportions(a, b)
    known = a.visitors > 0 and b.visitors > 0
    return ResultsOut(
        verdict=_verdict(shares, a, b, always, final),
        test_orders=test,
        a=_arm("a", a, money["a"], currency),
        b=_arm("b", b, money["b"], currency),
        difference_ppm=ppm(b.rate - a.rate) if known else None,
        difference_low_ppm=None if bounds is None else ppm(bounds[0]),
        difference_high_ppm=None if bounds is None else ppm(bounds[1]),
        chance_b_is_better_ppm=ppm(statistics.chance_b_is_better(a, b)) if known else None,
        expected_loss_ppm=ppm(statistics.expected_loss(a, b)) if known else None,
        p_one_look_ppm=None if one_look is None else ppm(one_look[1]),
        p_always_valid_ppm=ppm(always),
        p_final_ppm=None if p_final is None else ppm(p_final),
        final_at=None if final is None else datetime.fromisoformat(final["at"]),
        split=None if shares is None else SplitOut(p_ppm=ppm(shares.p), broken=shares.broken),
        planned=row.planned,
        progress_ppm=min(PPM, min(a.visitors, b.visitors) * PPM // row.planned),
    )


def ppm(share: float) -> int:
    """Parts per million of a share or a probability."""
    return round(share * PPM)


def _arm(name: Any, arm: Arm, money: list[int], currency: str) -> ArmOut:
    orders, revenue = money
    each = round(revenue / arm.visitors) if arm.visitors else 0
    return ArmOut(
        arm=name,
        visitors=arm.visitors,
        buyers=arm.buyers,
        rate_ppm=ppm(arm.rate),
        orders=orders,
        revenue=Money(amount=revenue, currency=currency),
        revenue_per_visitor=Money(amount=each, currency=currency),
    )


def _arms(final: Mapping[str, Any]) -> tuple[Arm, Arm]:
    return Arm(**final["a"]), Arm(**final["b"])


def _final_p(final: Mapping[str, Any]) -> float:
    judged = statistics.two_proportions(*_arms(final))
    return 1.0 if judged is None else judged[1]


def _verdict(
    shares: statistics.Split | None, a: Arm, b: Arm, always: float, final: Mapping[str, Any] | None
) -> Verdict:
    """A broken split outweighs everything. Then what was decided early, at 0.01 over all looks
    together, then the planned look at 0.04: 0.05 between them, by the union bound."""
    if shares is not None and shares.broken:
        return "broken_split"
    if always <= ALPHA_EARLY:
        return "b_better" if b.rate > a.rate else "a_better"
    if final is None:
        return "collecting"
    then_a, then_b = _arms(final)
    if _final_p(final) <= ALPHA_FINAL:
        return "b_better" if then_b.rate > then_a.rate else "a_better"
    return "no_difference"


async def look(
    session: AsyncSession, test_id: UUID, planned: int, *, test: bool, now: datetime
) -> dict[str, Any] | None:
    """The counts of the planned look, once both arms have their visitors; None before. What moment
    it is depends on how many came, never on what they bought: that is what makes it one look."""
    counts = await repository.counts(session, test_id, test=test)
    arms = {name: counts.get(name, NOBODY) for name in ("a", "b")}
    if min(visitors for visitors, _ in arms.values()) < planned:
        return None
    return {
        "at": now.isoformat(),
        "test": test,
        **{
            name: {"visitors": visitors, "buyers": buyers}
            for name, (visitors, buyers) in arms.items()
        },
    }
