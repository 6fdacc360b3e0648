"""Affiliates: what their link is counted for, what they earn and when it is owed, and how it is
paid, once."""

import asyncio
import csv
import io
from typing import Any

import pytest

from commerce.partners import books, paying, terms
from commerce.partners.states import Earned
from ecomm_core.ids import new_id
from ecomm_testing.members import join
from services.commerce.tests.payers import AtStripe

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
LEDGER = """select kind, pending, payable from commission_ledger order by at, id"""


async def brought(make: Any) -> tuple[Any, Any]:
    """(an affiliate, a business that came by the link)."""
    ada, friend = await make(name="Ada Lovelace"), await make(name="Grace Hopper")
    await friend.take(await ada.become_affiliate())
    return ada, friend


async def balance(ada: Any) -> tuple[int, int, int]:
    """(pending, payable, paid) as shown; the ledger's entries and the commissions say the same."""
    shown = (await ada.told("GET"))["affiliate"]
    found = tuple(int(shown[name]["amount"]) for name in ("pending", "payable", "paid"))
    entries = await ada.rows(LEDGER)
    rows = await ada.rows("select state, kept from commissions")

    def kept(state: Earned) -> int:
        return sum(row["kept"] for row in rows if row["state"] == state)

    assert found[0] == sum(entry["pending"] for entry in entries) == kept(Earned.EARNED)
    assert found[1] == sum(entry["payable"] for entry in entries) == kept(Earned.APPROVED)
    assert found[2] == kept(Earned.PAID)
    return found[0], found[1], found[2]


async def approved(make: Any, shift_clock: Any, *, plan: str = "pro") -> tuple[Any, Any]:
    """An affiliate with the approved commission of a year's bill."""
    ada, friend = await brought(make)
    await friend.subscribe(plan, interval="year")
    shift_clock(30.2 * 86_400)
    await friend.look()
    for one in (ada, friend):
        await one.sign_in()
    return ada, friend


async def test_a_business_joins_once_and_agrees_to_the_terms_in_force(make: Any) -> None:
    ada = await make()
    payee = {"payee_name": "Ada", "payee_account": "DE02 1203 0000 0000 2020 51"}
    old = await ada.refused("POST", "/affiliate", terms_version="2020-01", **payee)
    assert old == (409, "terms_changed")
    assert (await ada.told("GET"))["affiliate"] is None
    assert await ada.refused("PUT", "/affiliate/payee", **payee) == (409, "not_affiliate")
    code = await ada.become_affiliate()
    again = await ada.refused("POST", "/affiliate", terms_version=terms.VERSION, **payee)
    assert again == (409, "already_affiliate")
    shown = (await ada.told("GET"))["affiliate"]
    assert (shown["code"], shown["payee_hint"], shown["terms_current"]) == (code, "0 51", True)
    assert code != await ada.code(), "one code for two things"
    [row] = await ada.rows("select payee_account from affiliates")
    assert "2020" not in row["payee_account"], "an account number lies open"
    moved = await ada.told(
        "PUT", "/affiliate/payee", payee_name="Ada L.", payee_account="ada@example.com"
    )
    assert (moved["affiliate"]["payee_name"], moved["affiliate"]["payee_hint"]) == (
        "Ada L.",
        ".com",
    )
    logged = await ada.rows(
        "select action, after::text as after from audit_log where action like 'partner.%'"
    )
    assert {row["action"] for row in logged} == {"partner.join", "partner.payee"}
    assert "ada@example.com" not in str(logged)


async def test_visits_are_counted_of_browsers_alone(make: Any) -> None:
    ada = await make()
    code, api = await ada.become_affiliate(), ada.merchant.api
    told = []
    for agent in (BROWSER, BROWSER, {"User-Agent": "Googlebot/2.1"}, {"User-Agent": ""}):
        reply = await api.post(f"/api/v1/public/partners/{code}/visits", headers=agent)
        told.append(reply.json()["data"]["counted"])
    assert told == [True, True, False, False]
    shown = (await ada.told("GET"))["affiliate"]
    assert (shown["visits"], shown["visits_lately"], shown["signups"]) == (2, 2, 0)
    [day] = await ada.rows("select * from affiliate_days")
    assert set(day) == {"tenant_id", "id", "day", "visits"}, "something of a visitor is kept"
    invitation = await ada.code()
    reply = await api.post(f"/api/v1/public/partners/{invitation}/visits", headers=BROWSER)
    assert reply.json()["data"] == {"counted": False}


async def test_a_bill_earns_once_however_often_it_is_told(make: Any) -> None:
    ada, friend = await brought(make)
    assert await ada.told("GET", "/introductions?kind=affiliate")
    await friend.subscribe("starter")
    for _ in range(3):
        await friend.hear_again()
    assert await balance(ada) == (980, 0, 0)
    [one] = await ada.told("GET", "/affiliate/commissions")
    assert (one["name"], one["net"]["amount"], one["rate_ppm"]) == ("Grace H.", 4_900, 200_000)
    assert (one["amount"]["amount"], one["kept"]["amount"], one["state"]) == (980, 980, "earned")
    assert (await friend.told("GET"))["introduced_by"]["stage"] == "paying"
    assert await friend.credits() == [], "an affiliate's link gives no credit"


async def test_every_bill_earns_and_a_change_of_plan_too(make: Any, shift_clock: Any) -> None:
    ada, friend = await brought(make)
    await friend.subscribe("starter")
    preview = await friend.call("POST", "/preview", plan="growth")
    await friend.call("POST", "/change", plan="growth", at=preview["at"])
    await friend.work()
    shift_clock(31.5 * 86_400)
    for one in (ada, friend):
        await one.sign_in()
    await friend.tick()
    assert await friend.bills() == [4_900, 10_000, 14_900]
    pending, payable, _ = await balance(ada)
    assert pending + payable == 980 + 2_000 + 2_980


async def test_tax_earns_nothing(make: Any, stripe: AtStripe, kernel: Any) -> None:
    """19 % in a bill of 49.00: 41.18 are the platform's, and a fifth of that the affiliate's."""
    ada = await make()
    friend = type(ada)(stripe.payer.merchant, kernel)
    await friend.take(await ada.become_affiliate())

    def taxed(billing: Any) -> None:
        billing.tax_ppm = 190_000

    await stripe.act(taxed)
    await stripe.begin("starter")
    await stripe.hear_all()
    [one] = await ada.told("GET", "/affiliate/commissions")
    assert (one["net"]["amount"], one["amount"]["amount"]) == (4_118, 824)
    assert one["amount"]["amount"] != 980, "a fifth of what was paid is a fifth of the tax, too"
    [bill] = stripe.account.all("in_")
    await stripe.act(lambda billing: billing.balances.credit_note(bill["id"], 2_450))
    await stripe.hear_all()
    assert await balance(ada) == (412, 0, 0)


async def test_ones_own_card_earns_nothing(make: Any, stripe: AtStripe, kernel: Any) -> None:
    """Both businesses pay with one card, which the provider knows by one name."""
    ada = await make()
    friend = type(ada)(stripe.payer.merchant, kernel)
    code = await ada.become_affiliate()

    def one_card(billing: Any) -> None:
        billing.fingerprint = f"card-of-{friend.merchant.tenant_id}"

    await stripe.act(one_card)
    opened = await ada.call("POST", "/checkout", plan="starter")
    session = opened["url"].rsplit("/", 1)[1]
    await stripe.act(lambda billing: billing.complete(session))
    await stripe.hear_all()
    await ada.work()
    await friend.take(code)
    await stripe.begin("starter")
    await stripe.hear_all()
    [row] = await ada.told("GET", "/introductions")
    assert (row["stage"], row["reason"]) == ("refused", "same_card")
    assert await ada.rows("select 1 from commissions") == []


async def test_a_refund_takes_commission_back_by_its_share_and_once(make: Any) -> None:
    ada, friend = await brought(make)
    await friend.subscribe("starter", interval="year")
    assert await balance(ada) == (9_800, 0, 0)
    await friend.refund(24_500)
    for _ in range(3):
        await friend.hear_again()
    assert await balance(ada) == (4_900, 0, 0)
    await friend.refund(24_500)
    for _ in range(3):
        await friend.hear_again()
    assert await balance(ada) == (0, 0, 0)
    [one] = await ada.told("GET", "/affiliate/commissions")
    assert (one["state"], one["amount"]["amount"], one["kept"]["amount"]) == (
        "clawed_back",
        9_800,
        0,
    )
    entries = await ada.rows(LEDGER)
    assert [entry["pending"] for entry in entries] == [9_800, -4_900, -4_900]


async def test_the_ledger_finds_a_refund_that_is_taken_twice(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted for good: a naive claw-back, which takes the refund's share off whenever it hears of
    a refund. What is shown and what the commissions say then differ."""
    ada, friend = await brought(make)
    await friend.subscribe("starter", interval="year")
    real, made = books.write, iter(range(1_000))

    async def naive(*args: Any, key: str, **fields: Any) -> bool:
        return await real(*args, key=f"{key}:{next(made)}", **fields)

    async def forgetful(*_args: Any) -> None:
        return None

    monkeypatch.setattr(books, "write", naive)
    monkeypatch.setattr(books, "keep", forgetful)
    await friend.refund(24_500)
    await friend.hear_again()
    with pytest.raises(AssertionError):
        await balance(ada)


async def test_commission_is_owed_after_the_window_and_not_before(
    make: Any, shift_clock: Any
) -> None:
    ada, friend = await brought(make)
    await friend.subscribe("starter", interval="year")
    await friend.look()
    assert await balance(ada) == (9_800, 0, 0)
    shift_clock(30.2 * 86_400)
    await friend.look()
    await ada.sign_in()
    assert await balance(ada) == (0, 9_800, 0)
    await friend.sign_in()
    await friend.refund(49_000)
    await friend.look()
    assert await balance(ada) == (0, 9_800, 0), "what is owed is taken back"
    assert [entry["kind"] for entry in await ada.rows(LEDGER)] == ["earned", "approved"]


async def test_more_who_pay_raise_the_rate(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second on it is a quarter; what was earned before stays what it was."""
    monkeypatch.setattr(terms, "TIERS", (terms.Tier(0, 200_000), terms.Tier(2, 250_000)))
    ada, friend = await brought(make)
    other = await make()
    await other.take((await ada.told("GET"))["affiliate"]["code"])
    for one in (friend, other):
        await one.subscribe("starter")
    rates = {one["rate_ppm"] for one in await ada.told("GET", "/affiliate/commissions")}
    assert rates == {200_000, 250_000}
    assert await balance(ada) == (980 + 1_225, 0, 0)
    shown = (await ada.told("GET"))["affiliate"]
    assert (shown["signups"], shown["paying"], shown["rate_ppm"]) == (2, 2, 250_000)


async def test_a_payout_is_listed_once_and_paid_once(
    make: Any, shift_clock: Any, kernel: Any
) -> None:
    ada, _ = await approved(make, shift_clock)
    lists = await asyncio.gather(*(paying.open_payouts(kernel) for _ in range(3)))
    mine = [[due for due in found if due.email == ada.merchant.email] for found in lists]
    assert mine[0] == mine[1] == mine[2]
    [due] = mine[0]
    assert (due.amount, due.currency, due.name) == (69_800, "USD", "Ada Example")
    assert due.account == "DE02 1203 0000 0000 2020 51"
    [shown] = await ada.told("GET", "/affiliate/payouts")
    assert (shown["state"], shown["amount"]["amount"]) == ("open", 69_800)
    paid = await asyncio.gather(
        *(paying.mark_paid(kernel, due.id, "SEPA 2026-11") for _ in range(3))
    )
    assert sorted(paid) == [False, False, True]
    with pytest.raises(paying.PaidOtherwise):
        await paying.mark_paid(kernel, due.id, "another transfer")
    assert await balance(ada) == (0, 0, 69_800)
    [one] = await ada.told("GET", "/affiliate/commissions")
    assert (one["state"], one["reference"]) == ("paid", "SEPA 2026-11")
    left = [due for due in await paying.open_payouts(kernel) if due.email == ada.merchant.email]
    assert left == []
    logged = await ada.rows("select action from audit_log where actor = 'operator' order by at, id")
    assert [row["action"] for row in logged] == ["partner.payout_open", "partner.payout_paid"]


async def test_below_the_minimum_nothing_is_paid_out(
    make: Any, shift_clock: Any, kernel: Any
) -> None:
    ada, friend = await brought(make)
    await friend.subscribe("starter")
    shift_clock(30.2 * 86_400)
    await friend.look()
    await ada.sign_in()
    assert (await balance(ada))[1] == 980
    assert [d for d in await paying.open_payouts(kernel) if d.email == ada.merchant.email] == []
    assert await ada.told("GET", "/affiliate/payouts") == []


async def test_the_file_for_the_bank_holds_no_formula(
    make: Any, shift_clock: Any, kernel: Any
) -> None:
    ada, _ = await approved(make, shift_clock)
    await ada.told("PUT", "/affiliate/payee", payee_name="=cmd()", payee_account="+1 234,\n5678 90")
    found = [due for due in await paying.open_payouts(kernel) if due.email == ada.merchant.email]
    [line] = csv.DictReader(io.StringIO(paying.as_csv(found).decode("utf-8-sig")))
    assert (line["name"], line["account"][:2]) == ("'=cmd()", "'+")
    assert (line["amount"], line["currency"]) == ("698.00", "USD")


@pytest.mark.parametrize("reference", ["", " ", "x" * 141, "two\nlines"])
async def test_what_is_no_reference_is_refused(kernel: Any, reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        await paying.mark_paid(kernel, new_id(), reference)


async def test_an_unknown_payout_is_said_so(kernel: Any) -> None:
    with pytest.raises(paying.PayoutUnknown):
        await paying.mark_paid(kernel, new_id(), "SEPA")


async def test_nobody_sees_anothers_earnings(make: Any, kernel: Any) -> None:
    ada, friend = await brought(make)
    await friend.subscribe("starter")
    colleague = type(ada)(await join(kernel, friend.merchant, "admin"), kernel)
    for who in (friend, colleague, await make()):
        for path in ("/introductions", "/affiliate/commissions", "/affiliate/payouts"):
            assert await who.told("GET", path) == [], path
        assert (await who.told("GET"))["affiliate"] is None
    assert len(await ada.told("GET", "/affiliate/commissions")) == 1
