"""A store's own systems hear that somebody has been erased, by ids alone."""

import json
import secrets

from commerce.public_events.catalogue import BY_TYPE
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import CustomerErasedData, Envelope

from .conftest import Hooks


async def test_the_end_of_an_erasure_is_told_by_ids_alone(hooks: Hooks) -> None:
    """`events.md` §2: after `customer.deleted`, once everything here is done, with a receipt that
    the id leads to; neither says a word about the person."""
    receiver = hooks.receiver()
    await hooks.hook(receiver.url, EventName.CUSTOMER_DELETED, EventName.CUSTOMER_ERASED)
    mark = secrets.token_hex(6)
    merchant, store = hooks.store.merchant, hooks.store
    person = {"email": f"gone.{mark}@example.com", "name": f"Gone {mark}"}
    made = (await merchant.post(f"{store.path}/customers", json=person)).json()["data"]
    ask = {"kind": "erase", "customer_id": made["id"]}
    asked = (await merchant.post(f"{store.path}/privacy/requests", json=ask)).json()["data"]
    await hooks.work()

    said = [json.loads(heard.body) for heard in receiver.heard]
    assert [one["type"] for one in said] == ["customer.deleted", "customer.erased"]
    assert not any(mark in heard.body.decode() for heard in receiver.heard)
    erased = Envelope.model_validate(said[1])
    assert (erased.version, erased.resource_type) == (1, "customer")
    assert str(erased.resource_id) == made["id"]
    assert said[1]["data"] == {"customer_id": made["id"], "request_id": asked["id"]}
    assert said[1]["sequence"] > said[0]["sequence"]
    done = await merchant.get(f"{store.path}/privacy/requests/{asked['id']}")
    assert done.json()["data"]["state"] == "done"
    # Once, however often the job runs.
    await hooks.work()
    assert len(receiver.heard) == 2


def test_its_contract_is_ids() -> None:
    """A field that names somebody would change what is promised."""
    assert set(CustomerErasedData.model_fields) == {"customer_id", "request_id"}
    assert BY_TYPE["customer.erased"].model is CustomerErasedData
