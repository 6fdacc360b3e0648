"""Log-ins of one person: listed with device and address, ended one by one or all others."""

import httpx2
import pytest

from ecomm_core.identity.shapes import device
from ecomm_testing.actors import PASSWORD, Merchant

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("python-httpx/1.0", "python-httpx"),
        ("curl/8.5.0", "curl"),
        (None, "Unknown device"),
        ("<script>alert(1)</script>", "<script>alert"),
    ],
)
def test_a_device_has_a_name_people_know(agent: str | None, named: str) -> None:
    assert device(agent) == named


async def _login(api: httpx2.AsyncClient, person: Merchant, agent: str) -> dict[str, str]:
    reply = await api.post(
        "/api/v1/auth/login",
        json={"email": person.email, "password": PASSWORD},
        headers={"User-Agent": agent, "X-Forwarded-For": "203.0.113.9"},
    )
    return {"Authorization": f"Bearer {reply.json()['data']['access_token']}"}


async def test_log_ins_are_listed_and_ended_one_by_one(
    api: httpx2.AsyncClient, merchant: Merchant, other_merchant: Merchant
) -> None:
    phone = await _login(api, merchant, SAFARI)
    laptop = await _login(api, merchant, FIREFOX)
    listed = (await merchant.get("/auth/sessions")).json()["data"]
    assert [one["device"] for one in listed][:2] == ["Firefox on Linux", "Safari on iPhone"]
    assert [one["current"] for one in listed] == [False, False, True]
    assert listed[0]["ip"] == "203.0.113.9"
    ended = await merchant.delete(f"/auth/sessions/{listed[1]['id']}")
    assert ended.status_code == 200
    assert (await api.get("/api/v1/auth/me", headers=phone)).status_code == 401
    assert (await api.get("/api/v1/auth/me", headers=laptop)).status_code == 200
    assert (await merchant.delete(f"/auth/sessions/{listed[1]['id']}")).status_code == 404
    stranger = await other_merchant.delete(f"/auth/sessions/{listed[0]['id']}")
    assert stranger.status_code == 404
    assert (await api.get("/api/v1/auth/me", headers=laptop)).status_code == 200


async def test_every_other_log_in_ends_at_once(
    api: httpx2.AsyncClient, merchant: Merchant, other_merchant: Merchant
) -> None:
    others = [await _login(api, merchant, FIREFOX) for _ in range(3)]
    reply = await merchant.post("/auth/sessions/end-others")
    assert reply.json()["data"] == {"ended": 3}
    for headers in others:
        assert (await api.get("/api/v1/auth/me", headers=headers)).status_code == 401
    assert (await merchant.get("/auth/me")).status_code == 200
    assert (await other_merchant.get("/auth/me")).status_code == 200
