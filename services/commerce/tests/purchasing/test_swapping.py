"""Another supplier because a person says so: once, above the floor, and never while the first may
have it."""

from collections.abc import Callable
from typing import Any

import pytest

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused

from .book_supplier import lost
from .buying import GRACE, MINUTE, Buying

Shift = Callable[[float], None]


async def two_ways(buying: Buying, *, other_cost: int = 1000) -> tuple[Any, Any, Any]:
    """(variant sold at 24.99, the account that is asked first, the other one)."""
    variant = await buying.shop.variant(stock=None, price=2499)
    first, other = await buying.account("First"), await buying.account("Other")
    await buying.map(variant, first, await buying.offer(first))
    await buying.map(variant, other, await buying.offer(other, cost=other_cost), priority=2)
    return variant, first, other


async def test_what_was_not_sent_is_bought_elsewhere_once(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: swapped in its grace time, the first is never asked, the other at once. Swapped again,
    there is nothing left to swap."""
    variant, first, other = await two_ways(buying)
    order = await buying.sold((variant, 1))
    [old] = await buying.purchases(order)
    path = f"/purchase-orders/{old['id']}"
    [line] = (await buying.get(f"{path}/ways"))["lines"]
    [way] = line["ways"]
    assert (way["supplier_name"], way["landed"], way["left"], way["problem"]) == (
        "Other", 1300, 800, None,
    )  # fmt: skip
    [made] = await buying.post(f"{path}/swap", {})
    assert (made["supplier_id"], made["replaces_id"]) == (str(other.id), str(old["id"]))
    assert (await buying.post(f"{path}/swap", {}, 409))["code"] == "purchase_taken_over"
    assert (await buying.get(f"{path}/ways"))["lines"] == []
    await buying.work()
    shift_clock(GRACE)
    await buying.work()
    old, new = await buying.purchases(order)
    assert (old["status"], old["reason"], new["status"]) == ("cancelled", "swapped", "paid")
    assert (first.supplier.calls, len(other.supplier.book)) == ([], 1)
    assert await buying.problems() == []


async def test_what_may_exist_at_the_supplier_is_never_swapped(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: sent and unanswered, then found and paid: both are refused, and nobody else is asked.
    Planted: without the refusal of unknown ones it is bought twice."""
    variant, first, other = await two_ways(buying)
    first.supplier.after["place_order"] = [lost()]
    order = await buying.sold((variant, 1))
    [row] = await buying.purchases(order)
    path = f"/purchase-orders/{row['id']}"
    for status in ("placing", "unknown"):
        await buying.set(
            "update purchase_orders set status = :status where id = :id",
            status=status,
            id=row["id"],
        )
        assert (await buying.post(f"{path}/swap", {}, 409))["code"] == "purchase_may_exist"
        assert (await buying.get(f"{path}/ways"))["lines"] == []
    await buying.set("update purchase_orders set status = 'queued' where id = :id", id=row["id"])
    shift_clock(GRACE)
    await buying.work()
    assert (await buying.get(path))["status"] == "unknown"
    assert (await buying.post(f"{path}/swap", {}, 409))["code"] == "purchase_may_exist"
    shift_clock(GRACE + 2 * MINUTE)
    await buying.work()
    assert (await buying.get(path))["status"] == "paid"
    assert (await buying.post(f"{path}/swap", {}, 409))["code"] == "purchase_already_bought"
    assert (len(await buying.purchases(order)), other.supplier.calls) == (1, [])
    assert await buying.problems() == []


async def test_below_the_floor_only_where_a_person_says_so(buying: Buying) -> None:
    """R10.4: 21.00 net less 13.00 leaves 38.1 %; with a floor of 39 % it takes a word, even for a
    way that is named. Planted: without the floor the first is not refused."""
    variant, _, other = await two_ways(buying)
    await buying.floor(variant, 390_000)
    order = await buying.sold((variant, 1))
    [row] = await buying.purchases(order)
    path = f"/purchase-orders/{row['id']}"
    [line] = (await buying.get(f"{path}/ways"))["lines"]
    [way] = line["ways"]
    assert (way["above_floor"], way["problem"]) == (False, "below_floor")
    assert (await buying.post(f"{path}/swap", {}, 409))["code"] == "below_floor"
    named = {"mapping_id": way["mapping_id"]}
    assert (await buying.post(f"{path}/swap", named, 409))["code"] == "below_floor"
    assert len(await buying.purchases(order)) == 1
    [made] = await buying.post(f"{path}/swap", {**named, "below_floor": True})
    assert made["supplier_id"] == str(other.id)
    assert await buying.problems() == []


async def test_a_rejected_one_goes_to_the_way_that_is_named(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: the dearer of two, because somebody chose it; the rejected one can then not be sent
    again. What is no way of the variant's, or the same again, is refused."""
    variant, first, other = await two_ways(buying)
    dear = await buying.account("Dear")
    chosen = await buying.map(variant, dear, await buying.offer(dear, cost=1200), priority=3)
    first.supplier.before["place_order"] = [SupplierRefused(Refusal.ADDRESS, "no such street")]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [old] = await buying.purchases(order)
    assert old["status"] == "rejected"
    path = f"/purchase-orders/{old['id']}"
    for wrong in (await _own_way(buying, old["id"]), "00000000-0000-7000-8000-000000000000"):
        said = await buying.post(f"{path}/swap", {"mapping_id": wrong}, 422)
        assert said["details"][0]["field"] == "mapping_id"
    await buying.post(f"{path}/swap", {"mapping_id": str(chosen)})
    assert (await buying.post(f"{path}/retry", None, 409))["code"] == "purchase_taken_over"
    await buying.work()
    _, new = await buying.purchases(order)
    assert (new["supplier_id"], new["status"]) == (dear.id, "paid")
    assert [len(one.supplier.book) for one in (first, other, dear)] == [0, 0, 1]
    assert await buying.problems() == []


async def _own_way(buying: Buying, purchase_id: Any) -> str:
    return str(
        await buying.shop.one(
            "select mapping_id from purchase_lines where purchase_order_id = :id", id=purchase_id
        )
    )


async def test_one_line_of_two_leaves_the_other_where_it_is(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.4: the sums of what stays are its own; each is bought once."""
    variant, first, other = await two_ways(buying)
    second = await buying.shop.variant(stock=None)
    await buying.map(second, first, await buying.offer(first, cost=500))
    order = await buying.sold((variant, 1), (second, 2))
    [row] = await buying.purchases(order)
    path = f"/purchase-orders/{row['id']}"
    lines = (await buying.get(path))["lines"]
    stranger = {"line_ids": ["00000000-0000-7000-8000-000000000000"]}
    assert (await buying.post(f"{path}/swap", stranger, 422))["details"][0]["field"] == "line_ids.0"
    assert (await buying.post(f"{path}/swap", {"line_ids": [lines[1]["id"]]}, 409))["code"] == (
        "no_other_way"
    )
    await buying.post(f"{path}/swap", {"line_ids": [lines[0]["id"]]})
    kept, _ = await buying.purchases(order)
    assert (kept["status"], kept["goods"], kept["shipping"], kept["total"]) == (
        "queued", 1000, 600, 1600,
    )  # fmt: skip
    shift_clock(GRACE)
    await buying.work()
    assert [len(one.supplier.book) for one in (first, other)] == [1, 1]
    assert [line.quantity for line in first.supplier.requests[0].lines] == [2]
    assert await buying.problems() == []


@pytest.mark.parametrize("body", [{"below_floor": "yes"}, {"line_ids": []}, {"mapping_id": 7}])
async def test_a_wish_that_is_none_changes_nothing(buying: Buying, body: Any) -> None:
    """R10.4: booleans are booleans, lists are not empty, ids are ids."""
    variant, _, _ = await two_ways(buying)
    order = await buying.sold((variant, 1))
    [row] = await buying.purchases(order)
    await buying.post(f"/purchase-orders/{row['id']}/swap", body, 422)
    assert [one["status"] for one in await buying.purchases(order)] == ["queued"]
