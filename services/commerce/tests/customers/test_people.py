"""Customers as their merchant keeps them: table, page, addresses, tags, CSV both ways."""

import csv
import io
import secrets
from typing import Any

import httpx2
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Hauptstrasse 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}


def address() -> str:
    return f"person-{secrets.token_hex(6)}@example.com"


async def write_down(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {"email": address(), "name": "Ada Lovelace", **fields}
    reply = await store.merchant.post(f"{store.path}/customers", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def listed(store: ShopStore, **params: Any) -> list[dict[str, Any]]:
    reply = await store.merchant.get(f"{store.path}/customers", params=params)
    assert reply.status_code == 200, reply.text
    rows: list[dict[str, Any]] = reply.json()["data"]
    return rows


async def test_a_merchant_writes_somebody_down_and_finds_them_again(
    store: ShopStore, kernel: Kernel
) -> None:
    made = await write_down(
        store,
        name="Åsa Ünal",
        phone="+49 30 1234",
        tags=["vip", "vip", "wholesale"],
        note="Likes blue.",
        marketing=True,
        address=ADDRESS,
    )
    assert made["tags"] == ["vip", "wholesale"]
    assert made["country"] == "DE"
    assert (made["account"], made["verified"], made["source"]) == (False, False, "merchant")
    assert [(c["granted"], c["source"]) for c in made["consents"]] == [(True, "merchant")]
    assert made["addresses"][0]["default_shipping"]
    assert made["addresses"][0]["default_billing"]
    for params in (
        {"search": "asa unal"},
        {"search": "30 1234"},
        {"tag": "wholesale"},
        {"country": "DE", "marketing": "true"},
        {"account": "false", "ordered": "false"},
    ):
        assert [row["id"] for row in await listed(store, **params)] == [made["id"]], params
    for params in ({"search": "nobody"}, {"tag": "other"}, {"disabled": "true"}, {"country": "FR"}):
        assert await listed(store, **params) == [], params
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        logged = await session.scalar(
            text("select count(*) from audit_log where action = 'customer.create'")
        )
        told = await session.scalar(
            text("select count(*) from events where type = 'customer.created'")
        )
    assert (logged, told) == (1, 1)


async def test_an_email_is_one_customer_of_a_store(
    store: ShopStore, other_store: ShopStore
) -> None:
    made = await write_down(store)
    again = await store.merchant.post(
        f"{store.path}/customers", json={"email": made["email"].upper(), "name": "Other"}
    )
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "customer_exists"
    assert again.json()["error"]["details"][0]["field"] == "email"
    # Another store knows nothing of them.
    elsewhere = await write_down(other_store, email=made["email"])
    assert elsewhere["id"] != made["id"]
    foreign = await other_store.merchant.get(f"{other_store.path}/customers/{made['id']}")
    assert foreign.status_code == 404


async def test_changes_are_kept_told_and_logged_and_a_list_is_sorted(
    store: ShopStore, kernel: Kernel
) -> None:
    first = await write_down(store, name="Zoe")
    second = await write_down(store, name="ådam")
    assert [row["name"] for row in await listed(store, sort="name")] == ["ådam", "Zoe"]
    assert [row["id"] for row in await listed(store)] == [second["id"], first["id"]]
    url = f"{store.path}/customers/{first['id']}"
    changed = await store.merchant.patch(url, json={"note": "Calls on Mondays", "tags": ["b2b"]})
    assert changed.status_code == 200
    assert changed.json()["data"]["note"] == "Calls on Mondays"
    taken = await store.merchant.patch(url, json={"email": second["email"]})
    assert taken.status_code == 409
    agreed = await store.merchant.patch(url, json={"marketing": True})
    back = await store.merchant.patch(url, json={"marketing": False})
    assert agreed.json()["data"]["marketing"]
    assert not back.json()["data"]["marketing"]
    history = back.json()["data"]["consents"]
    assert [consent["granted"] for consent in history] == [False, True]
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        entries = (
            await session.execute(
                text(
                    "select before, after from audit_log where action = 'customer.update'"
                    " order by at"
                )
            )
        ).all()
    assert entries[0].before["note"] == ""
    assert entries[0].after["note"] == "Calls on Mondays"


async def test_a_disabled_account_signs_in_nowhere_and_its_sessions_end(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    email = address()
    body = {"email": email, "password": "eight888", "name": "Sina"}
    registered = await api.post(f"{store.public}/customers/register", json=body)
    tokens = registered.json()["data"]
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    url = f"{store.path}/customers/{tokens['user']['id']}"
    assert (await store.merchant.patch(url, json={"disabled": True})).status_code == 200
    me = await api.get(f"{store.public}/customers/me", headers=bearer)
    assert (me.status_code, me.json()["data"]) == (401, None)
    refreshed = await api.post(
        f"{store.public}/customers/refresh", json={"refresh_token": tokens["refresh_token"]}
    )
    assert refreshed.status_code == 401
    refused = await api.post(f"{store.public}/customers/login", json=body)
    assert refused.json()["error"]["code"] == "wrong_credentials"
    assert (await store.merchant.patch(url, json={"disabled": False})).status_code == 200
    assert (await api.post(f"{store.public}/customers/login", json=body)).status_code == 200


async def test_a_book_keeps_one_default_and_its_bound(store: ShopStore) -> None:
    made = await write_down(store, address=ADDRESS)
    url = f"{store.path}/customers/{made['id']}/addresses"
    second = await store.merchant.post(
        url, json={**ADDRESS, "line1": "Nebenstrasse 2", "default_shipping": True}
    )
    assert second.status_code == 201
    page = (await store.merchant.get(f"{store.path}/customers/{made['id']}")).json()["data"]
    defaults = [
        (a["line1"], a["default_shipping"], a["default_billing"]) for a in page["addresses"]
    ]
    assert defaults == [("Nebenstrasse 2", True, False), ("Hauptstrasse 1", False, True)]
    gone = await store.merchant.delete(f"{url}/{second.json()['data']['id']}")
    assert gone.status_code == 200
    page = (await store.merchant.get(f"{store.path}/customers/{made['id']}")).json()["data"]
    assert page["addresses"][0]["default_shipping"]
    assert page["addresses"][0]["default_billing"]
    nowhere = await store.merchant.post(url, json={**ADDRESS, "country": "XX"})
    assert nowhere.status_code == 422
    for _ in range(19):
        assert (await store.merchant.post(url, json=ADDRESS)).status_code == 201
    full = await store.merchant.post(url, json=ADDRESS)
    assert (full.status_code, full.json()["error"]["code"]) == (409, "too_many_addresses")


async def test_many_get_a_tag_at_once_and_a_stranger_among_them_stops_it(
    store: ShopStore, other_store: ShopStore
) -> None:
    mine = [(await write_down(store))["id"] for _ in range(2)]
    stranger = (await write_down(other_store))["id"]
    url = f"{store.path}/customers/tags"
    refused = await store.merchant.post(
        url, json={"customer_ids": [*mine, stranger], "add": ["sale"]}
    )
    assert refused.status_code == 404
    assert (await store.merchant.get(url)).json()["data"] == []
    done = await store.merchant.post(url, json={"customer_ids": mine, "add": ["sale"]})
    assert done.json()["data"] == {"changed": 2}
    assert (await store.merchant.get(url)).json()["data"] == ["sale"]
    again = await store.merchant.post(url, json={"customer_ids": mine, "add": ["sale"]})
    assert again.json()["data"] == {"changed": 0}


async def test_customers_leave_as_csv_and_come_back_without_doubles(store: ShopStore) -> None:
    made = await write_down(
        store, name="=cmd()", tags=["a", "b"], address=ADDRESS, note="x", marketing=True
    )
    reply = await store.merchant.get(f"{store.path}/customers/export")
    assert reply.status_code == 200
    assert "attachment" in reply.headers["content-disposition"]
    [line] = csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert (line["email"], line["name"]) == (made["email"], "'=cmd()")
    assert (line["tags"], line["city"], line["marketing"]) == ("a, b", "Berlin", "yes")
    url = f"{store.path}/customers/import"
    same = await store.merchant.post(url, json={"csv": reply.text, "dry_run": False})
    assert same.status_code == 200, same.text
    report = same.json()["data"]
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 1), report


async def test_an_import_says_first_and_does_then_and_names_bad_lines(store: ShopStore) -> None:
    known = await write_down(store, name="Old Name", tags=["kept"])
    file = (
        "Email,Name,Tags,Marketing,line1,city,postal_code,country\n"
        f"{known['email'].upper()},New Name,added,no,,,,\n"
        "new@example.com,Nora,,yes,Weg 1,Wien,1010,AT\n"
        "not-an-address,Bad,,no,,,,\n"
        "twice@example.com,One,,no,,,,\n"
        "TWICE@example.com,Two,,no,,,,\n"
        "odd@example.com,Odd,,maybe,,,,\n"
        "far@example.com,Far,,no,Weg 1,X,1,ZZ\n"
    )
    url = f"{store.path}/customers/import"
    dry = (await store.merchant.post(url, json={"csv": file})).json()["data"]
    assert (dry["created"], dry["updated"], dry["failed"]) == (2, 1, 4)
    assert [(issue["line"], issue["column"]) for issue in dry["issues"]] == [
        (4, "email"),
        (6, "email"),
        (7, "marketing"),
        (8, "country"),
    ]
    assert len(await listed(store)) == 1
    done = (await store.merchant.post(url, json={"csv": file, "dry_run": False})).json()["data"]
    assert {**done, "dry_run": True} == dry
    rows = {row["email"]: row for row in await listed(store)}
    assert set(rows) == {known["email"], "new@example.com", "twice@example.com"}
    assert (rows[known["email"]]["name"], rows[known["email"]]["tags"]) == (
        "New Name",
        ["kept", "added"],
    )
    assert rows["new@example.com"]["marketing"]
    assert rows["new@example.com"]["country"] == "AT"
    again = (await store.merchant.post(url, json={"csv": file, "dry_run": False})).json()["data"]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)
    headless = await store.merchant.post(url, json={"csv": "a,b\n1,2\n"})
    assert headless.status_code == 422
    assert headless.json()["error"]["details"][0]["field"] == "csv"


async def test_who_is_forgotten_is_gone_and_named_in_no_log(
    store: ShopStore, kernel: Kernel
) -> None:
    made = await write_down(store, address=ADDRESS)
    url = f"{store.path}/customers/{made['id']}"
    assert (await store.merchant.delete(url)).status_code == 200
    assert (await store.merchant.get(url)).status_code == 404
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        left = await session.scalar(text("select count(*) from customer_addresses"))
        entry = await session.scalar(
            text("select before::text from audit_log where action = 'customer.delete'")
        )
    assert left == 0
    assert made["email"] not in str(entry)
