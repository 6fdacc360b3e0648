"""What a person does about purchase orders: finds one, and gives the number they see elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .book_supplier import lost
from .buying import GRACE, Buying

Shift = Callable[[float], None]


async def unknown(buying: Buying, shift_clock: Shift) -> tuple[Any, dict[str, Any]]:
    """(account, row) of a purchase order the supplier took without an answer."""
    account = await buying.account()
    variant = await buying.shop.variant(stock=None)
    await buying.map(variant, account, await buying.offer(account))
    account.supplier.after["place_order"] = [lost()]
    order = await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [row] = await buying.purchases(order)
    assert row["status"] == "unknown"
    return account, row


async def asks(buying: Buying, method: str, path: str, status: int, **kwargs: Any) -> Any:
    """The merchant's call on the store's purchase orders."""
    store = buying.shop.store
    reply = await store.merchant.api.request(
        method,
        f"/api/v1{store.path}/purchase-orders{path}",
        headers=store.merchant.headers,
        **kwargs,
    )
    assert reply.status_code == status, reply.text
    return reply.json().get("data")


async def test_a_number_that_a_person_gives_is_checked_against_our_reference(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.2: a number of somebody else's order, or of none, changes nothing and is told; the right
    one ends the doubt, and nothing is bought twice. Planted: without the check of the reference in
    `look_up_purchase` the other order's number is taken over."""
    account, row = await unknown(buying, shift_clock)
    request = account.supplier.requests[0]
    other = await account.supplier.place_order(replace(request, reference="SOMEBODY-ELSES"))
    one = f"/{row['id']}"
    for wrong in (other.supplier_ref, "S-404"):
        asked = await asks(buying, "POST", f"{one}/look-up", 202, json={"supplier_ref": wrong})
        assert asked["claimed_ref"] == wrong
        await buying.shop.run()
        seen = await asks(buying, "GET", one, 200)
        assert (seen["status"], seen["supplier_ref"], seen["claimed_ref"]) == (
            "unknown",
            None,
            None,
        )
        assert seen["timeline"][0]["kind"] == "wrong_number"
    await asks(buying, "POST", f"{one}/look-up", 202, json={"supplier_ref": "S-1"})
    await buying.shop.run()
    seen = await asks(buying, "GET", one, 200)
    assert (seen["status"], seen["supplier_ref"]) == ("paid", "S-1")
    assert account.supplier.calls.count("place_order") == 2, "ours and somebody else's"
    await asks(buying, "POST", f"{one}/look-up", 422, json={"supplier_ref": "S-1"})
    assert await buying.problems() == []


async def test_one_is_found_by_its_numbers_and_by_its_supplier(
    buying: Buying, shift_clock: Shift
) -> None:
    account, row = await unknown(buying, shift_clock)
    stranger = await buying.account("Alder & Sons")
    number = await buying.shop.one("select number from orders where id = :id", id=row["order_id"])
    finds = (
        str(row["number"]),
        f"po-{row['number']}",
        row["reference"].lower(),
        str(number),
    )
    for search in finds:
        [found] = await asks(buying, "GET", "", 200, params={"search": search})
        assert found["id"] == str(row["id"]), search
    for search in ("%", "_" * len(row["reference"]), "PO", "0", "9" * 15):
        assert await asks(buying, "GET", "", 200, params={"search": search}) == [], search
    by = {"supplier_id": str(account.id), "view": "unknown"}
    assert len(await asks(buying, "GET", "", 200, params=by)) == 1
    by["supplier_id"] = str(stranger.id)
    assert await asks(buying, "GET", "", 200, params=by) == []


async def test_the_page_is_told_when_no_is_proof_and_what_was_heard(
    buying: Buying, shift_clock: Shift
) -> None:
    """The look-ups that are planned, the end of the lag, and the supplier's silence in words."""
    _, row = await unknown(buying, shift_clock)
    seen = await asks(buying, "GET", f"/{row['id']}", 200)
    assert seen["planned_looks"] == 8
    assert seen["placing_at"] < seen["certain_from"] < seen["decide_from"]
    assert seen["timeline"][0]["detail"] == row["detail"]
    [line] = seen["lines"]
    assert line["product_title"] != line["title"], "what was sold, beside the supplier's name of it"
