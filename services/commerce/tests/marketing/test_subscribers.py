"""What merchants do with subscribers, and what never happens whatever they do."""

import secrets
from typing import Any
from uuid import UUID

from commerce.customers.subscribing import service as subscribing
from commerce.flows.remind_carts import remind_carts
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore, create_store
from ecomm_testing.members import join
from ecomm_testing.shopping import open_cart

MINUTE = 60.0


async def test_a_bounce_ends_news_for_good_and_orders_go_on(post: Any) -> None:
    """Whatever is said afterwards; what an order brings along still arrives."""
    email = post.fresh()
    token = await post.joins(email)
    row = await post.row(email)
    done = await post.merchant("POST", f"/{row['id']}/suppress", {"reason": "bounce"})
    assert (done["status"], done["reason"]) == ("suppressed", "bounce")
    assert await post.used() == 0
    assert (await post.post("/newsletter/confirm", {"token": token})).status_code == 410
    status, error = await post.merchant("POST", "", {"email": email})
    assert (status, error["code"]) == (409, "subscriber_suppressed")
    before = len(post.mails)
    await post.leaves_a_cart(email)
    await post.time_goes(70 * MINUTE)
    await remind_carts(post.kernel)
    await post.work()
    assert len(post.mails) == before
    product = await post.store.product()
    cart = await open_cart(post.store.merchant.api, post.store.public)
    await cart.add(product["variants"][0]["id"])
    await cart.buy(email=email)
    await post.work()
    assert [mail.to.email for mail in post.mails[before:]] == [email]


async def test_what_was_erased_leaves_a_keyed_hash_and_no_file_brings_it_back(post: Any) -> None:
    """No row, no word, no mail names them; they themselves may come again."""
    email = post.fresh()
    await post.joins(email)
    row = await post.row(email)
    [done] = await post.merchant("POST", "/bulk", {"ids": [row["id"]], "action": "erase"})
    assert done["done"], done
    assert await post.used() == 0
    for table in ("subscribers", "subscriber_links", "consents", "suppressions", "mail_messages"):
        [found] = await post.sql(
            f"select count(*) as n from {table} t where t::text like :who", who=f"%{email}%"
        )
        assert found.n == 0, table
    assert [r.reason for r in await post.sql("select reason from suppressions")] == ["erased"]
    csv = f"email,consent_date,consent_source\n{email},2024-01-01,fair\n"
    taken = await post.merchant("POST", "/import", {"csv": csv, "dry_run": False})
    assert (taken["created"], taken["unchanged"]) == (0, 1)
    assert await post.merchant("GET", params={"search": email}) == []
    await post.joins(email)
    assert await post.status(email) == "confirmed"
    assert await post.sql("select reason from suppressions") == []


async def test_a_full_plan_refuses_the_merchant_and_never_a_shopper(post: Any) -> None:
    """Who confirms without room waits, seen by the merchant, and is let in when there is room."""
    await post.room_for(1)
    first, second = post.fresh(), post.fresh()
    await post.joins(first)
    await post.joins(second)
    found = await post.row(second)
    assert (found["status"], found["over_limit"]) == ("pending", True)
    assert found["confirmed_at"] is not None
    assert post.got(second, "/unsubscribe") == 0
    summary = await post.merchant("GET", "/summary")
    assert summary["contacts"] == {"used": 1, "limit": 1, "lifted_by": "growth"}
    assert (summary["confirmed"], summary["over_limit"]) == (1, 1)
    csv = f"email,consent_date,consent_source\n{post.fresh()},2024-01-01,fair\n"
    for path, body in (
        ("", {"email": post.fresh()}),
        (f"/{found['id']}/admit", None),
        ("/import", {"csv": csv, "dry_run": False}),
    ):
        status, error = await post.merchant("POST", path, body)
        assert (status, error["code"]) == (402, "limit_reached"), path
        [detail] = error["details"]
        assert (detail["limit"], detail["used"], detail["allowed"]) == ("email_contacts", 1, 1)
        assert detail["lifted_by_plan"] == "growth"
    assert await post.used() == 1
    await post.post("/unsubscribe", {"token": post.token(first, "/unsubscribe")})
    await post.time_goes(61 * MINUTE)
    assert await post.status(second) == "confirmed"
    assert await post.used() == 1
    assert post.got(second, "/unsubscribe") == 1


async def test_a_file_says_yes_for_nobody_without_proof(post: Any) -> None:
    """Half a proof is refused with the whole file; a dry run changes nothing; who left is out."""
    proven, bare, gone = post.fresh(), post.fresh(), post.fresh()
    await post.joins(gone)
    await post.post("/unsubscribe", {"token": post.token(gone, "/unsubscribe")})
    head = "email,consent_date,consent_source\n"
    half = await post.merchant("POST", "/import", {"csv": f"{head}{proven},2024-03-01,\n"})
    assert [(one["row"], one["column"]) for one in half["problems"]] == [(2, "consent_source")]
    future = await post.merchant("POST", "/import", {"csv": f"{head}{proven},2999-03-01,fair\n"})
    assert future["problems"][0]["column"] == "consent_date"
    csv = f"{head}{proven},2024-03-01,Trade fair\n{bare},,\n{gone},2024-03-01,Trade fair\n"
    dry = await post.merchant("POST", "/import", {"csv": csv})
    assert (dry["applied"], dry["created"], dry["unchanged"]) == (False, 2, 1)
    assert await post.merchant("GET", params={"source": "import"}) == []
    assert await post.used() == 0
    before = len(post.mails)
    real = await post.merchant("POST", "/import", {"csv": csv, "dry_run": False})
    assert (real["applied"], real["created"], real["unchanged"]) == (True, 2, 1)
    await post.work()
    assert len(post.mails) == before
    assert [await post.status(one) for one in (proven, bare, gone)] == [
        "confirmed",
        "pending",
        "unsubscribed",
    ]
    [line] = (await post.row(proven))["consents"]
    assert (line["source"], line["words"]) == ("import", "Trade fair")
    assert line["confirmed_at"].startswith("2024-03-01")
    row = await post.row(bare)
    [sent] = await post.merchant("POST", "/bulk", {"ids": [row["id"]], "action": "invite"})
    assert sent["done"]
    await post.work()
    assert post.got(bare) == 1


async def test_only_ones_own_act_of_a_moment_ago_is_undone(post: Any, kernel: Kernel) -> None:
    """The ledger keeps both; what the person said themselves is not undone by anybody."""
    email, left = post.fresh(), post.fresh()
    await post.joins(email)
    await post.joins(left)
    row, other = await post.row(email), await post.row(left)

    async def bulk(action: str, subscriber: str, **how: Any) -> Any:
        body = {"ids": [subscriber], "action": action}
        [done] = await post.merchant("POST", "/bulk", body, **how)
        return done["code"]

    assert await bulk("unsubscribe", row["id"]) is None
    assert await post.used() == 1
    colleague = await join(kernel, post.store.merchant, "admin")
    assert await bulk("restore", row["id"], who=colleague) == "nothing_to_undo"
    assert await bulk("restore", row["id"]) is None
    again = await post.row(email)
    assert (again["status"], again["confirmed_at"]) == ("confirmed", row["confirmed_at"])
    assert [line["text_version"] for line in again["consents"]][:2] == ["undo-1", "merchant-1"]
    assert await post.used() == 2
    await post.post("/unsubscribe", {"token": post.token(left, "/unsubscribe")})
    assert await bulk("restore", other["id"]) == "nothing_to_undo"
    assert await bulk("unsubscribe", row["id"]) is None
    await post.time_goes(11 * MINUTE)
    assert await bulk("restore", row["id"]) == "nothing_to_undo"


async def test_staff_take_off_and_only_admins_erase(post: Any, kernel: Kernel) -> None:
    email = post.fresh()
    await post.joins(email)
    row = await post.row(email)
    staff = await join(kernel, post.store.merchant, "staff")
    body = {"ids": [row["id"]], "action": "erase"}
    status, error = await post.merchant("POST", "/bulk", body, who=staff)
    assert (status, error["code"]) == (403, "forbidden")
    assert (await post.merchant("DELETE", f"/{row['id']}", who=staff))[0] == 403
    assert await post.status(email) == "confirmed"
    body["action"] = "unsubscribe"
    [done] = await post.merchant("POST", "/bulk", body, who=staff)
    assert (done["done"], await post.status(email)) == (True, "unsubscribed")


async def test_whom_the_merchant_adds_confirms_like_everybody(post: Any) -> None:
    email, gone = post.fresh(), post.fresh()
    made = await post.merchant("POST", "", {"email": email.upper()})
    assert (made["status"], made["source"], made["email"]) == ("pending", "merchant", email)
    await post.work()
    assert post.got(email) == 1
    status, error = await post.merchant("POST", f"/{made['id']}/confirmation")
    assert (status, error["code"]) == (429, "confirmation_just_sent")
    token = post.token(email, "/newsletter/confirm")
    await post.post("/newsletter/confirm", {"token": token})
    status, error = await post.merchant("POST", "", {"email": email})
    assert (status, error["code"]) == (409, "subscriber_confirmed")
    await post.joins(gone)
    await post.post("/unsubscribe", {"token": post.token(gone, "/unsubscribe")})
    status, error = await post.merchant("POST", "", {"email": gone})
    assert (status, error["code"]) == (409, "subscriber_left")


async def test_the_form_is_off_until_it_is_switched_on_or_the_store_has_a_sender(
    post: Any, kernel: Kernel
) -> None:
    sister = await create_store(post.store.merchant, kernel)
    api = post.store.merchant.api
    shown = (await api.get(sister.public)).json()["data"]["newsletter"]
    asked = await api.post(f"{sister.public}/newsletter", json={"email": post.fresh()})
    assert (shown, asked.status_code) == (False, 409)
    assert asked.json()["error"]["code"] == "newsletter_closed"
    assert (await api.get(post.store.public)).json()["data"]["newsletter"] is True
    await post.sql(
        """insert into mail_senders (tenant_id, id, store_id, from_email, nonce, verified_at,
                                     updated_at)
           values (:tenant, :id, :store, 'a@shop.example.org', 'n', :now, :now) returning 1""",
        tenant=post.store.merchant.tenant_id,
        id=UUID(int=secrets.randbits(128)),
        store=sister.id,
        now=clock.now(),
    )
    settings = await post.store.merchant.get(f"{sister.path}/subscribers/settings")
    assert settings.json()["data"] == {"form": True, "own_sender": True}
    await post.open(False)
    assert (await api.get(post.store.public)).json()["data"]["newsletter"] is False


async def test_a_customer_who_is_erased_is_off_the_list_with_everything_they_said(
    post: Any,
) -> None:
    """Their copy has it; afterwards the hash stays, and the place in the plan is free."""
    email = post.fresh()
    product = await post.store.product()
    cart = await open_cart(post.store.merchant.api, post.store.public)
    await cart.add(product["variants"][0]["id"])
    await cart.buy(email=email)
    await post.joins(email)
    customer = (await post.row(email))["customer_id"]
    merchant, path = post.store.merchant, f"{post.store.path}/privacy/requests"
    copy = await merchant.post(path, json={"kind": "export", "customer_id": customer})
    await post.work()
    told = await merchant.get(f"{path}/{copy.json()['data']['id']}/copy.json")
    tables = {part["table"] for part in told.json()["data"]}
    assert {"consents", "subscribers", "subscriber_links"} <= tables
    assert "nonce" not in told.text
    asked = await merchant.post(path, json={"kind": "erase", "customer_id": customer})
    assert asked.status_code == 202, asked.text
    await post.work()
    assert await post.merchant("GET", params={"search": email}) == []
    assert [r.reason for r in await post.sql("select reason from suppressions")] == ["erased"]
    assert await post.used() == 0


async def test_a_store_that_is_gone_gives_its_contacts_back(post: Any, kernel: Kernel) -> None:
    """Told twice, they are given back once."""
    sister = await create_store(post.store.merchant, kernel)
    other = post.at(sister)
    await other.open()
    await post.joins(post.fresh())
    await other.joins(post.fresh())
    assert await post.used() == 2
    gone = await post.store.merchant.delete(sister.path)
    assert gone.status_code == 200, gone.text
    await post.work()
    assert await post.used() == 1
    scope = Scope(tenant_id=post.store.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await subscribing.store_gone(session, post.store.merchant.tenant_id, sister.id)
    assert await post.used() == 1


async def test_another_shops_subscribers_are_nobody_here(post: Any, other_store: ShopStore) -> None:
    email = post.fresh()
    await post.joins(email)
    row = await post.row(email)
    mine = f"{other_store.path}/subscribers"
    merchant = other_store.merchant
    assert (await merchant.get(mine)).json()["data"] == []
    assert (await merchant.get(f"{mine}/{row['id']}")).status_code == 404
    foreign = await merchant.get(f"{post.store.path}/subscribers/{row['id']}")
    assert foreign.status_code == 404
    done = await merchant.post(f"{mine}/bulk", json={"ids": [row["id"]], "action": "erase"})
    assert done.json()["data"][0]["code"] == "subscriber_not_found"
    token = post.token(email, "/unsubscribe")
    crossed = await merchant.api.post(f"{other_store.public}/unsubscribe", json={"token": token})
    assert crossed.status_code == 410
    assert await post.status(email) == "confirmed"
