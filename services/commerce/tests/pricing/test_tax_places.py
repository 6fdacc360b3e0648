"""Tax rates of states, postcodes and classes: from the first to the last through the API."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.catalog.schemas import TaxClass
from commerce.pricing.taxes.explaining import Verdict, explain
from commerce.pricing.taxes.matching import Place, Rate, applying
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.members import join

CALIFORNIA = {"country": "US", "state": "CA", "name": "CA", "rate_ppm": 72_500}


async def _made(store: ShopStore, **body: Any) -> dict[str, Any]:
    reply = await store.merchant.post(f"{store.path}/tax-rates", json={**CALIFORNIA, **body})
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()["data"]
    return made


async def _tried(store: ShopStore, amount: int, **place: str) -> dict[str, Any]:
    reply = await store.merchant.get(
        f"{store.path}/tax-rates/test", params={"country": "US", "amount": amount, **place}
    )
    assert reply.status_code == 200, reply.text
    said: dict[str, Any] = reply.json()["data"]
    return said


async def test_a_rate_s_life_from_made_to_gone(store: ShopStore) -> None:
    path = f"{store.path}/tax-rates"
    rate = await _made(store, postal_pattern="902*", slot=2, name="LA", rate_ppm=22_500)
    assert rate["postal_pattern"] == "902*"
    assert (rate["tax_class"], rate["slot"]) == ("standard", 2)
    again = await store.merchant.post(
        path, json={**CALIFORNIA, "postal_pattern": "902*", "slot": 2}
    )
    assert (again.status_code, again.json()["error"]["code"]) == (409, "tax_rate_exists")
    changed = await store.merchant.put(
        f"{path}/{rate['id']}", json={**CALIFORNIA, "tax_class": "reduced", "rate_ppm": 10_000}
    )
    assert changed.json()["data"]["tax_class"] == "reduced"
    listed = await store.merchant.get(path, params={"country": "US"})
    assert [r["id"] for r in listed.json()["data"]] == [rate["id"]]
    assert (await store.merchant.delete(f"{path}/{rate['id']}")).status_code == 200
    gone = await store.merchant.put(f"{path}/{rate['id']}", json=CALIFORNIA)
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "tax_rate_not_found")


async def test_the_most_specific_wins_its_slot_and_slots_stack(store: ShopStore) -> None:
    """R2.1 (through the API): and each rate says why it did or did not apply."""
    await _made(store, state="", name="US", rate_ppm=10_000)
    await _made(store)
    await _made(store, postal_pattern="902*", slot=2, name="LA", rate_ppm=22_500)
    await _made(store, state="NY", name="NY", rate_ppm=40_000)
    await _made(store, tax_class="reduced", name="Food", rate_ppm=0)
    settings = f"{store.path}/tax-settings"
    body = {"prices_include_tax": False, "shipping_taxable": True, "rounding": "order"}
    assert (await store.merchant.put(settings, json=body)).json()["data"] == body
    assert (await store.merchant.get(settings)).json()["data"] == body

    said = await _tried(store, 10_000, state="ca", postal_code="90210")
    assert {r["rate"]["name"]: r["verdict"] for r in said["rates"]} == {
        "US": "less_specific", "CA": "applied", "LA": "applied", "NY": "other_state",
        "Food": "other_class",
    }  # fmt: skip
    assert (said["net"]["amount"], said["tax"]["amount"]) == (10_000, 950)
    by_name = {r["rate"]["name"]: r for r in said["rates"]}
    assert by_name["CA"]["amount"]["amount"] == 725
    assert by_name["US"]["amount"] is None
    assert by_name["US"]["reason"] == "CA (US-CA) has the same slot and says more."

    food = await _tried(store, 10_000, state="CA", postal_code="1", tax_class="reduced")
    assert {r["rate"]["name"]: r["verdict"] for r in food["rates"]}["Food"] == "zero_rate"
    assert food["tax"]["amount"] == 0
    free = await _tried(store, 10_000, state="CA", tax_class="exempt")
    assert free["gross"]["amount"] == 10_000


async def test_inclusive_prices_contain_the_tax(store: ShopStore) -> None:
    """R2.2 (through the API): `999 incl. 20 % → 167`."""
    path = f"{store.path}/tax-rates"
    await store.merchant.put(path, json={"country": "FR", "name": "TVA", "rate_ppm": 200_000})
    said = await _tried(store, 999, country="FR")
    assert (said["net"]["amount"], said["tax"]["amount"], said["gross"]["amount"]) == (
        832,
        167,
        999,
    )
    assert said["inclusive"] is True


async def test_presets_add_what_is_missing_and_touch_nothing_else(store: ShopStore) -> None:
    path = f"{store.path}/tax-rates"
    await store.merchant.put(path, json={"country": "FR", "name": "Mine", "rate_ppm": 1})
    reply = await store.merchant.post(f"{path}/presets", json={"eu": True, "countries": ["US"]})
    said = reply.json()["data"]
    assert len(said["added"]) == 25
    assert (said["kept"], said["unknown"]) == (["DE", "FR"], ["US"])
    listed = (await store.merchant.get(path)).json()["data"]
    assert {r["country"]: r["rate_ppm"] for r in listed}["FR"] == 1
    assert {r["country"]: r["rate_ppm"] for r in listed}["IT"] == 220_000


async def test_a_file_comes_back_as_it_went(store: ShopStore) -> None:
    path = f"{store.path}/tax-rates"
    await _made(store, postal_pattern="902*", slot=2, name="=LA", rate_ppm=107_500)
    file = (await store.merchant.get(f"{path}/export")).text
    assert "US,CA,902*,standard,2,'=LA,10.75" in file
    same = await store.merchant.post(f"{path}/import", json={"csv": file, "dry_run": False})
    assert same.json()["data"] == {
        "applied": True, "created": 0, "updated": 0, "unchanged": 2, "problems": [],
    }  # fmt: skip
    edited = file.replace("10.75", "9.5").rstrip() + "\nUS;\n"
    refused = await store.merchant.post(f"{path}/import", json={"csv": edited, "dry_run": False})
    assert refused.json()["data"]["applied"] is False
    assert refused.json()["data"]["problems"][0]["row"] == 4
    edited = file.replace("10.75", "9,5".join('""')) + "NL,,,reduced,1,BTW,9\n"
    dry = await store.merchant.post(f"{path}/import", json={"csv": edited})
    assert (dry.json()["data"]["created"], dry.json()["data"]["applied"]) == (1, False)
    assert len((await store.merchant.get(path)).json()["data"]) == 2
    done = await store.merchant.post(f"{path}/import", json={"csv": edited, "dry_run": False})
    assert done.json()["data"] == {
        "applied": True, "created": 1, "updated": 1, "unchanged": 1, "problems": [],
    }  # fmt: skip
    listed = (await store.merchant.get(path, params={"country": "US"})).json()["data"]
    assert [r["rate_ppm"] for r in listed] == [95_000]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("DE,,,standard,1,VAT,nineteen", "percent"),
        ("DE,,,standard,1,VAT,0.00001", "percent"),
        ("DE,,,standard,1,VAT,101", "percent"),
        ("XX,,,standard,1,VAT,1", "country"),
        ("DE,,10*5,standard,1,VAT,1", "postal_pattern"),
        ("DE,,,luxury,1,VAT,1", "tax_class"),
        ("DE,,,standard,12,VAT,1", "slot"),
        ("DE,,,standard,1,,1", "name"),
    ],
)
async def test_wrong_lines_are_named(store: ShopStore, line: str, column: str) -> None:
    header = "country,state,postal_pattern,tax_class,slot,name,percent"
    reply = await store.merchant.post(
        f"{store.path}/tax-rates/import",
        json={"csv": f"{header}\nAT,,,standard,1,VAT,20\n{line}\n", "dry_run": False},
    )
    said = reply.json()["data"]
    assert [(p["row"], p["column"]) for p in said["problems"]] == [(3, column)]
    listed = (await store.merchant.get(f"{store.path}/tax-rates")).json()["data"]
    assert [r["country"] for r in listed] == ["DE"]


async def test_staff_may_look_and_not_touch(store: ShopStore, kernel: Kernel) -> None:
    staff = await join(kernel, store.merchant, "staff")
    path = f"{store.path}/tax-rates"
    assert (await staff.get(path)).status_code == 200
    assert (await staff.get(f"{store.path}/tax-settings")).status_code == 200
    body = {"prices_include_tax": False, "shipping_taxable": False, "rounding": "line"}
    refused = [
        await staff.post(path, json=CALIFORNIA),
        await staff.post(f"{path}/presets", json={"eu": True}),
        await staff.post(f"{path}/import", json={"csv": "country,name,percent\nFR,a,1"}),
        await staff.put(f"{store.path}/tax-settings", json=body),
    ]
    assert {reply.status_code for reply in refused} == {403}
    assert len((await store.merchant.get(path)).json()["data"]) == 1


async def test_a_rate_of_another_store_is_404(store: ShopStore, other_store: ShopStore) -> None:
    foreign = await _made(other_store)
    reply = await store.merchant.put(f"{store.path}/tax-rates/{foreign['id']}", json=CALIFORNIA)
    assert reply.status_code == 404
    kept = (await other_store.merchant.get(f"{other_store.path}/tax-rates")).json()["data"]
    assert {r["rate_ppm"] for r in kept if r["country"] == "US"} == {72_500}


_RATES = [
    Rate(f"{s or '-'}{p}{c}{slot}", ppm, "US", s, p, c, slot)
    for s, p, c, slot, ppm in product(
        ["", "CA"], ["", "9*", "90210"], [TaxClass.STANDARD, TaxClass.REDUCED], [1, 2], [0, 50_000]
    )
]


@given(
    rates=st.lists(
        st.sampled_from(_RATES),
        max_size=8,
        unique_by=lambda r: (r.state, r.postal_pattern, r.tax_class, r.slot),
    ),
    state=st.sampled_from(["", "CA", "NY"]),
    code=st.sampled_from(["", "90210", "9", "10001"]),
    tax_class=st.sampled_from(list(TaxClass)),
)
def test_the_explanation_never_differs_from_the_engine(
    rates: list[Rate], state: str, code: str, tax_class: TaxClass
) -> None:
    place = Place("US", state, code)
    told = explain(rates, place, tax_class)
    assert [j.rate for j in told] == rates
    said = {j.rate for j in told if j.verdict is Verdict.APPLIED}
    assert said == set(applying(rates, place, tax_class))
