"""Receivers that refuse, drip, lie, or are gone; and processes that die (events.md §3-4)."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from commerce.webhooks import engine
from ecomm_core import clock
from ecomm_core.delivery import deliverer as deliverers
from ecomm_core.delivery import pacing, settling
from ecomm_core.delivery.pacing import PER_ENDPOINT
from ecomm_testing.network import watched

from .conftest import Hooks

LIMIT = 60.0


async def _until(so: Any, what: str) -> None:
    """Wait for an outcome, generously."""
    async with asyncio.timeout(LIMIT):
        while not so():  # noqa: ASYNC110 - an outcome, told by another thread
            await asyncio.sleep(0.01)
    assert so(), what


async def test_a_refused_message_comes_again_under_the_same_id_until_it_is_taken(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a new id at each try."""
    # Without jitter and in minutes: seconds would be over before the first try is looked at.
    monkeypatch.setattr(
        settling, "retry_in", lambda tries: pacing.retry_in(tries, random=lambda: 60)
    )
    receiver = hooks.receiver(status=500)
    webhook = await hooks.hook(receiver.url)
    await hooks.happen()
    await hooks.work()
    assert len(receiver.heard) == 1
    [waiting] = await hooks.log(webhook)
    assert (waiting["status"], waiting["response_code"]) == ("pending", 500)
    assert waiting["next_try_at"] is not None
    await hooks.later(minutes=6)
    receiver.status = 200
    await hooks.later(minutes=20)
    assert len(receiver.heard) == 3
    assert len(set(receiver.ids)) == 1, "a retry is the same message"
    assert len({one.body for one in receiver.heard}) == 1
    [logged] = await hooks.log(webhook)
    detail = await hooks.get(f"/{webhook}/deliveries/{logged['id']}")
    tries = [(one["number"], one["status"], one["response_code"]) for one in detail["tries"]]
    assert tries == [(3, "succeeded", 200), (2, "failed", 500), (1, "failed", 500)]
    assert detail["tries"][2]["next_try_at"] is not None
    assert detail["tries"][0]["response_body"] == "heard"
    assert detail["status"] == "delivered"


async def test_what_a_killed_worker_was_sending_goes_out_again_under_the_same_id(
    hooks: Hooks,
) -> None:
    """The process ends in the middle of an exchange; the lease brings the message back."""
    receiver = hooks.receiver("hang")
    webhook = await hooks.hook(receiver.url)
    await hooks.say(webhook)
    dying = engine.deliverer_of(hooks.kernel)
    dying.wake()
    await _until(lambda: receiver.heard, "it is on its way")
    dead = [task for task in asyncio.all_tasks() if task.get_name().startswith("deliver")]
    for task in dead:
        task.cancel()
    await asyncio.gather(*dead, return_exceptions=True)

    receiver.manner = "answer"
    hooks.install()  # another process
    await hooks.sweep()
    assert len(receiver.heard) == 1, "it is lent to the one that died"
    clock.set_shift(clock.shift() + deliverers.LEASE.total_seconds() + 1)
    await hooks.sweep()
    assert len(receiver.heard) == 2
    assert len(set(receiver.ids)) == 1
    [logged] = await hooks.log(webhook)
    assert logged["status"] == "delivered"
    detail = await hooks.get(f"/{webhook}/deliveries/{logged['id']}")
    assert [one["status"] for one in detail["tries"]] == ["succeeded", "lost"]


async def test_five_failures_open_the_circuit_and_one_probe_closes_it(hooks: Hooks) -> None:
    """Planted: a circuit that never opens."""
    receiver = hooks.receiver(status=503)
    webhook = await hooks.hook(receiver.url)
    await hooks.say(webhook, 30)
    await hooks.sweep()
    refused = len(receiver.heard)
    assert 5 <= refused <= 5 + PER_ENDPOINT, "then it is left in peace"
    assert (await hooks.get(f"/{webhook}"))["resume_at"] is not None
    await hooks.sweep()
    await hooks.say(webhook)
    await hooks.sweep()
    assert len(receiver.heard) == refused, "nothing goes out, however much waits"

    await hooks.later(seconds=70)
    assert len(receiver.heard) == refused + 1, "one probe"
    receiver.status = 200
    await hooks.later(minutes=5)
    assert (await hooks.get(f"/{webhook}"))["resume_at"] is None
    await hooks.later(minutes=5)
    logged = await hooks.get(f"/{webhook}/deliveries?status=delivered&per_page=100")
    assert len(logged) == 31, "after the probe the rest follows"


async def test_an_endpoint_is_given_up_after_72_hours_of_failures_and_no_earlier(
    hooks: Hooks,
) -> None:
    """Not before, with word to the merchant; switched on again it begins anew."""
    receiver = hooks.receiver(status=500)
    webhook = await hooks.hook(receiver.url)
    await hooks.say(webhook)
    await hooks.sweep()
    for _ in range(5):
        await hooks.later(hours=12)
        await hooks.say(webhook)
    await hooks.later(hours=11)
    assert (await hooks.get(f"/{webhook}"))["status"] == "active", "71 hours"
    await hooks.say(webhook, 3)
    for _ in range(3):
        await hooks.later(hours=6)
    found = await hooks.get(f"/{webhook}")
    assert (found["status"], found["disabled_reason"]) == ("disabled", "failing")
    told = await hooks.rows("select data from events where type = 'webhook.disabled'")
    assert [one["data"]["reason"] for one in told] == ["failing"]
    assert {one["status"] for one in await hooks.log(webhook)} == {"dead"}
    silent = len(receiver.heard)
    await hooks.later(hours=6)
    assert len(receiver.heard) == silent

    receiver.status = 200
    await hooks.get()
    path = f"{hooks.path}/{webhook}"
    on = await hooks.store.merchant.patch(path, json={"enabled": True})
    assert on.json()["data"]["failing_since"] is None
    since = (clock.now() - timedelta(days=30)).isoformat()
    again = await hooks.store.merchant.post(f"{path}/replay", json={"since": since})
    assert again.json()["data"]["replayed"] == len(await hooks.log(webhook))
    await hooks.work()
    assert {one["status"] for one in await hooks.log(webhook)} == {"delivered"}


async def test_a_message_is_dead_after_72_hours_and_can_be_replayed(hooks: Hooks) -> None:
    """While others are taken: the endpoint is well, only this message is not wanted."""
    receiver = hooks.receiver()
    webhook = await hooks.hook(receiver.url)
    [unwanted] = await hooks.say(webhook)
    receiver.judge = lambda heard: 422 if heard.headers["webhook-id"] == str(unwanted) else 200
    await hooks.sweep()
    for _ in range(13):
        await hooks.later(hours=6)
        await hooks.say(webhook)
    await hooks.sweep()
    assert (await hooks.get(f"/{webhook}"))["status"] == "active"
    by_id = {one["event_id"]: one for one in await hooks.log(webhook)}
    dead = by_id.pop(str(unwanted))
    assert (dead["status"], dead["dead_reason"], dead["response_code"]) == ("dead", "expired", 422)
    assert dead["attempts"] > 3
    assert {one["status"] for one in by_id.values()} == {"delivered"}

    receiver.judge = None
    tried = len(receiver.heard)
    await hooks.later(hours=6)
    assert len(receiver.heard) == tried, "dead is dead"
    path = f"{hooks.path}/{webhook}/deliveries/{dead['id']}/replay"
    await hooks.get()
    assert (await hooks.store.merchant.post(path)).status_code == 202
    await hooks.work()
    assert receiver.ids[tried:] == [str(unwanted)], "again, as the same message"


async def test_gone_means_gone(hooks: Hooks) -> None:
    """410 ends it at once; what waited is dead, and nothing follows."""
    receiver = hooks.receiver(status=410)
    webhook = await hooks.hook(receiver.url)
    await hooks.say(webhook, 10)
    await hooks.sweep()
    assert len(receiver.heard) <= PER_ENDPOINT
    found = await hooks.get(f"/{webhook}")
    assert (found["status"], found["disabled_reason"]) == ("disabled", "gone")
    assert {one["dead_reason"] for one in await hooks.log(webhook)} == {"gone"}


async def test_retry_after_is_honoured_by_the_whole_endpoint(hooks: Hooks) -> None:
    receiver = hooks.receiver(status=429)
    receiver.extra = {"retry-after": "1800"}
    webhook = await hooks.hook(receiver.url)
    await hooks.say(webhook)
    await hooks.sweep()
    receiver.status = 204
    await hooks.say(webhook)
    await hooks.later(minutes=29)
    assert len(receiver.heard) == 1
    await hooks.later(minutes=2)
    assert len(receiver.heard) == 3


async def test_bad_receivers_hold_up_nobody_else(hooks: Hooks) -> None:
    """Healthy receivers get everything while one that says nothing, one that drips and one without
    an end are still being waited for; none of those gets more than its share at once. Planted:
    one lane for all endpoints."""
    hooks.seconds = LIMIT
    bad = [hooks.receiver(manner) for manner in ("hang", "drip")]
    lying = hooks.receiver("redirect")
    endless = hooks.receiver("endless")
    good = [hooks.receiver() for _ in range(4)]
    for receiver in (*bad, lying, endless, *good):
        await hooks.say(await hooks.hook(receiver.url), 25)
    engine.deliverer_of(hooks.kernel).wake()
    await _until(lambda: all(len(set(one.ids)) == 25 for one in good), "all of it")
    assert all(one.most_at_once <= PER_ENDPOINT for one in (*bad, lying, endless, *good))
    assert all(0 < len(one.heard) <= PER_ENDPOINT for one in bad), "they still hold what they have"
    assert len(lying.heard) <= 5 + PER_ENDPOINT, "its redirects are followed nowhere"
    for receiver in bad:
        receiver.released.set()
    await hooks.quiet()
    cut = await hooks.rows("select max(length(response_body)) as most from delivery_attempts")
    assert cut[0]["most"] == 64 * 1024


async def test_an_address_that_moves_inside_after_it_was_registered_is_not_reached(
    hooks: Hooks,
) -> None:
    """DNS rebinding. Planted: the address is checked at registration only."""
    leads_to = ["93.184.216.34"]

    async def resolver(_host: str, _port: int) -> list[str]:
        return list(leads_to)

    hooks.resolver = resolver
    hooks.install()
    webhook = await hooks.hook("https://hooks.example.org/ecomm")
    leads_to[:] = ["169.254.169.254"]
    await hooks.say(webhook)
    with watched() as oracle:
        await hooks.sweep()
    assert [one for one in oracle.connects if one[1] == 443] == []
    [logged] = await hooks.log(webhook)
    assert (logged["status"], logged["response_code"]) == ("pending", None)
    assert "not a public one" in logged["error"]


async def test_both_secrets_sign_for_a_day_after_a_rotation(hooks: Hooks) -> None:
    receiver = hooks.receiver()
    webhook = await hooks.hook(receiver.url)
    old = hooks.secrets[webhook]
    rotated = (await hooks.store.merchant.post(f"{hooks.path}/{webhook}/secret")).json()["data"]
    new = rotated["secret"]
    assert rotated["old_secret_until"] is not None
    await hooks.say(webhook)
    await hooks.sweep()
    [heard] = receiver.heard
    for secret in (old, new):
        assert hooks.signed_by(heard, secret)
    assert len(heard.headers["webhook-signature"].split()) == 2
    await hooks.later(hours=25)
    await hooks.say(webhook)
    await hooks.sweep()
    assert hooks.signed_by(receiver.heard[1], new)
    assert not hooks.signed_by(receiver.heard[1], old)
    assert (await hooks.get(f"/{webhook}"))["old_secret_until"] is None


async def test_a_secret_is_shown_once_and_written_nowhere(
    hooks: Hooks, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in a row, a reply, the audit log or a log line. Planted: the secret in a log line."""
    receiver = hooks.receiver(status=500)
    webhook = await hooks.hook(receiver.url)
    secret = hooks.secrets[webhook].removeprefix("whsec_")
    await hooks.say(webhook)
    await hooks.sweep()
    await hooks.rows("update delivery_endpoints set secret = 'k1.broken' returning id")
    await hooks.later(minutes=1)
    said = "".join(capfd.readouterr())
    replies = json.dumps([await hooks.get(), await hooks.get(f"/{webhook}")])
    logged = json.dumps([await hooks.get(f"/{webhook}/deliveries")])
    rows = ""
    for table in ("delivery_endpoints", "deliveries", "delivery_attempts", "audit_log", "outbox"):
        rows += json.dumps(
            [dict(row) for row in await hooks.rows(f"select * from {table}")], default=str
        )
    assert "delivery_secret_broken" in said, "the log is what was looked at"
    for place in (said, replies, logged, rows):
        assert secret not in place
        assert hooks.secrets[webhook] not in place
