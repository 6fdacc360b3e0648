"""A demo shop's A/B tests: one that has ended, one that is under way. A visitor who bought is one
whose cart became an order; the counts are of those rows, and the verdict is the statistics' own."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from commerce.marketing.ab_tests.statistics import ALPHA_FINAL, Arm, size_per_arm, two_proportions
from commerce.seed.history import History, Row, Sold

PPM: Final = 1_000_000
RATE: Final = 0.055
"""Share of a tested page's visitors that bought."""

BETTER: Final = 0.74
"""How many of the ended test's buyers had seen the other face."""

LEAST: Final = 5
_EFFECTS: Final = (0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.14, 0.2)


def try_out(past: History) -> None:
    """Think of both tests, where enough was bought."""
    if "tests" not in past.plan:
        return
    name = f"tests {past.store.slug} {past.today:%Y-%m-%d}"
    random = Random(name)  # noqa: S311 - a demo's dice
    over, under_way = past.plan["tests"]
    ends = past.now - timedelta(days=34)
    first = _test(past, random, over, past.now - timedelta(days=82), ends, set())
    started = past.now - timedelta(days=26)
    _test(past, random, under_way, started, None, first)


def _test(
    past: History,
    random: Random,
    wanted: Row,
    started: datetime,
    ended: datetime | None,
    used: set[str],
) -> set[str]:
    """One test of the product that sold best in its time, under another title; the products that
    were tested so far."""
    until = ended or past.now
    sales = [sold for sold in past.sold if started < sold.at < until]
    items = {item["product_id"]: item for sold in sales for item in sold.items}
    counted = Counter(key for sold in sales for key in {i["product_id"] for i in sold.items})
    free = [key for key in counted if key not in used]
    best = max(free, key=lambda key: (counted[key], items[key]["product_slug"]), default="")
    if not best or counted[best] < LEAST:
        return used
    buyers = [sold for sold in sales if any(item["product_id"] == best for item in sold.items)]
    visitors = max(int(len(buyers) / RATE), 120)
    share = BETTER if ended is not None else 0.58
    arms = ["b" if random.random() < share else "a" for _ in buyers]
    test = past.put(
        "ab_tests",
        id=past.new_id(started),
        product_id=best,
        name=wanted["name"],
        status="running" if ended is None else "ended",
        face={
            "title": wanted["title"].format(title=items[best]["title"]),
            "description": None,
            "media_id": None,
        },
        share_of_b=50,
        baseline_ppm=40_000,
        effect_ppm=0,
        planned=0,
        started_at=started,
        ended_at=ended,
        look_at=past.now + timedelta(minutes=50) if ended is None else None,
        final=None,
        outcome=None,
        created_at=started - timedelta(hours=3),
        updated_at=ended or started,
    )
    seen = _visitors(past, random, test, visitors, buyers, arms, until)
    _judge(test, seen, arms, until, ended=ended is not None)
    return used | {best}


def _visitors(
    past: History,
    random: Random,
    test: Row,
    visitors: int,
    buyers: Sequence[Sold],
    arms: Sequence[str],
    until: datetime,
) -> Counter[str]:
    """Who saw which face; buyers a little before they bought."""
    counted: Counter[str] = Counter()
    started = test["started_at"]
    length = (until - started).total_seconds()

    def see(arm: str, at: datetime) -> UUID:
        visitor = UUID(int=random.getrandbits(128), version=4)
        counted[arm] += 1
        past.tables.setdefault("ab_assignments", []).append(
            {
                "tenant_id": past.store.tenant_id,
                "test_id": test["id"],
                "visitor": visitor,
                "store_id": past.store.id,
                "arm": arm,
                "seen_at": at,
            }
        )
        return visitor

    for sold, arm in zip(buyers, arms, strict=True):
        visitor = see(arm, max(started, sold.at - timedelta(minutes=20)))
        past.tables.setdefault("ab_carts", []).append(
            {
                "tenant_id": past.store.tenant_id,
                "test_id": test["id"],
                "cart_id": sold.ids["cart"],
                "store_id": past.store.id,
                "visitor": visitor,
                "noted_at": sold.at - timedelta(minutes=4),
            }
        )
    for n in range(visitors - len(buyers)):
        # The lot is even; buyers fell where they fell, the others even it out.
        arm = "a" if counted["a"] <= counted["b"] and n % 9 else random.choice("ab")
        see(arm, started + timedelta(seconds=random.uniform(0, length)))
    return counted


def _judge(
    test: Row, seen: Counter[str], arms: Sequence[str], until: datetime, *, ended: bool
) -> None:
    """What was planned, and for a test that ended what its one look said; another face that is
    better waits for the merchant's word."""
    bought = Counter(arms)
    least = min(seen["a"], seen["b"])
    sizes = [(effect, size_per_arm(0.04, effect, ALPHA_FINAL)) for effect in _EFFECTS]
    if not ended:
        test["effect_ppm"], test["planned"] = 30_000, max(size_per_arm(0.04, 0.03), least + 60)
        return
    effect, planned = next(((e, n) for e, n in sizes if n <= least), (0.2, least))
    test["effect_ppm"], test["planned"] = round(effect * PPM), planned
    a, b = Arm(seen["a"], bought["a"]), Arm(seen["b"], bought["b"])
    test["final"] = {
        "at": (until - timedelta(hours=2)).isoformat(),
        "test": False,
        "a": {"visitors": a.visitors, "buyers": a.buyers},
        "b": {"visitors": b.visitors, "buyers": b.buyers},
    }
    judged = two_proportions(a, b)
    better = judged is not None and judged[1] <= ALPHA_FINAL and b.rate > a.rate
    # What is better is applied by the merchant, who writes it into the product.
    test["outcome"] = None if better else "kept_a"
