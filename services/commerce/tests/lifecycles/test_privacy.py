"""A shopper asks what a store knows of them, then to be erased."""

from typing import Any

TAGS = ("privacy",)


async def test_a_copy_then_an_erasure(room: Any) -> None:
    """The copy is written and downloaded; the erasure says beforehand what stays, and a receipt
    says what came of it."""
    base, people = "/privacy/requests", "/customers"
    made = await room.owner.post(people, email="ada.asks@example.com", name="Ada Asks")
    ask = {"customer_id": made["id"]}
    await room.denied("POST", base, {**ask, "kind": "erase"}, watch=people)
    copy = await room.owner.post(base, **ask, kind="export")
    await room.work()
    done = await room.owner.get(f"{base}/{copy['id']}")
    assert (done["state"], done["email"]) == ("done", "ada.asks@example.com")
    file = await room.owner.reply("GET", f"{base}/{copy['id']}/copy.json")
    assert "Ada Asks" in file.text
    for who, status in ((room.viewer, 403), (room.stranger, 404)):
        for path in (f"{base}/{copy['id']}", f"{base}/{copy['id']}/copy.json"):
            assert (await who.refused("GET", path))[0] == status

    looked = await room.owner.get(f"/privacy/customers/{made['id']}")
    assert [line["topic"] for line in looked["lines"]][:1] == ["account"]
    erased = await room.owner.post(base, **ask, kind="erase")
    await room.owner.gone(f"{people}/{made['id']}")
    await room.work()
    [newest, older] = await room.owner.get(base)
    assert (newest["id"], newest["state"], newest["email"]) == (erased["id"], "done", None)
    assert (older["file_bytes"], older["file_until"], older["email"]) == (None, None, None)
    refused = await room.owner.refused("GET", f"{base}/{copy['id']}/copy.json")
    assert refused == (409, "copy_not_ready")
    await room.audited("privacy.erase", erased["id"])
    register = await room.owner.get("/privacy/register")
    assert "orders" in next(line["tables"] for line in register if line["topic"] == "orders")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
