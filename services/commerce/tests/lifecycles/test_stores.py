"""A store: opened step by step, renamed, paused, given an address of its own, closed."""

from typing import Any

from .story import Desk, fresh

TAGS = ("domains", "stores")


async def test_a_store_from_its_nine_steps_to_its_end(room: Any, api: Any) -> None:
    """R7.4 (store slugs are unique platform-wide): created, set up where everybody can watch, sold
    from, renamed, paused, opened again, closed."""
    mine = room.account.at("/stores")
    name = fresh("Kontor")
    made = await mine.post("", name=name, niche="home", currency="EUR", country="DE")
    steps = [step["status"] for step in made["setup"]["steps"]]
    assert (steps[0], set(steps[1:])) == ("done", {"pending"})
    await room.work()
    here = mine.at(f"/{made['id']}")
    ready = await here.get()
    assert {step["status"] for step in ready["setup"]["steps"]} == {"done"}
    assert (await here.post("/setup/resume"))["setup"] == ready["setup"], "nothing is left to do"
    assert any("ready" in letter.subject for letter in room.letters(room.email))
    shop = Desk(api, f"/api/v1/public/stores/{made['slug']}")
    assert (await shop.get())["name"] == name
    policies = {policy["kind"] for policy in (await shop.get())["policies"]}
    assert {"privacy", "returns", "terms"} <= policies
    assert made["id"] in {one["id"] for one in await mine.get(per_page=50)}
    assert await mine.total("") == 2

    for who, status in ((room.viewer, 403), (room.stranger, 404)):
        seat = Desk(api, f"/api/v1/stores/{made['id']}", who.headers)
        assert (await seat.refused("PATCH", "", {"name": "x"}))[0] == status
        assert (await seat.refused("DELETE", ""))[0] == status
        assert (await seat.refused("POST", "/setup/resume"))[0] == status
    assert (await here.get())["name"] == name
    taken = {"slug": room.store["slug"]}
    assert (await here.refused("PATCH", "", taken))[0] == 409
    assert (await here.refused("PATCH", "", {"slug": "admin"}))[0] == 409, "reserved"
    slug = fresh("other")
    changed = await here.patch(
        "", slug=slug, name="Other", business_name="Kontor GmbH", description="d"
    )
    assert (changed["slug"], changed["name"]) == (slug, "Other")
    shop = Desk(api, f"/api/v1/public/stores/{slug}")
    assert (await shop.get())["business_name"] == "Kontor GmbH"
    await room.audited("store.update", made["id"])
    thing = await here.post(
        "/products", title="T", price={"amount": 100, "currency": "EUR"}, status="active", stock=1
    )
    await here.patch("", status="paused")
    paused = await shop.send("GET", f"/products/{thing['slug']}")
    assert paused.status_code == 404
    await here.patch("", status="active")
    assert (await shop.get(f"/products/{thing['slug']}"))["title"] == "T"
    admin = await room.colleague("admin")
    seat = Desk(api, f"/api/v1/stores/{made['id']}", admin.headers)
    assert (await seat.refused("DELETE", ""))[0] == 403, "owners only"
    await here.delete("")
    await here.gone("")
    await shop.gone("")
    assert made["id"] not in {one["id"] for one in await mine.get()}
    assert await mine.total("") == 1


async def test_a_domain_from_the_record_to_its_removal(room: Any, api: Any) -> None:
    """Added, not proven, proven by its TXT record, served, the main one, removed."""
    host, world = f"{fresh('shop')}.example.com", Desk(api, "/api/v1/public/domains")
    await room.denied("POST", "/domains", {"host": host}, watch="/domains")
    made = await room.owner.post("/domains", host=host)
    one = f"/domains/{made['id']}"
    assert (made["status"], made["certificate"]) == ("pending", "none")
    assert (await world.refused("GET", "/ask", domain=host))[0] == 404
    assert (await room.stranger.refused("POST", "/domains", {"host": host}))[0] == 404
    await room.owner.post(f"{one}/check")
    await room.work()
    assert (await room.owner.get(one))["problem"], "says what is missing"
    record = next(entry for entry in made["records"] if entry["type"] == "TXT")
    room.backstage.names.records[record["name"]] = ["v=spf1 -all", record["value"]]
    room.backstage.later(minutes=2)
    await room.owner.post(f"{one}/check")
    await room.work()
    proven = await room.owner.get(one)
    assert (proven["status"], proven["certificate"]) == ("verified", "active"), proven
    assert await world.get("/ask", domain=host) == {"host": host, "slug": room.store["slug"]}
    assert (await room.owner.patch(one, is_primary=True))["is_primary"] is True
    assert host in (await room.owner.get())["storefront_url"] or host in str(
        [entry["host"] for entry in await room.owner.get("/domains")]
    )
    await room.denied("DELETE", one, watch="/domains")
    await room.owner.delete(one)
    assert await room.owner.get("/domains") == []
    assert (await world.refused("GET", "/ask", domain=host))[0] == 404
    await room.audited("domain.remove", made["id"])


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
