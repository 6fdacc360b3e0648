"""How the demo talks to the API of its own process."""

from typing import Any
from uuid import UUID

import httpx2

PASSWORD = "demo demo demo"  # noqa: S105 - a public demo login; local mode only


async def call(client: httpx2.AsyncClient, method: str, path: str, **kwargs: Any) -> Any:
    """One API call below /api/v1; its data. Raises RuntimeError with the reply's words."""
    reply = await client.request(method, f"/api/v1{path}", **kwargs)
    if reply.status_code >= 400:
        raise RuntimeError(f"{method} {path}: {reply.status_code} {reply.text[:500]}")
    return reply.json()["data"] if reply.status_code != 204 else None


async def sign_in(client: httpx2.AsyncClient, name: str, email: str) -> UUID:
    """Register a demo merchant, or sign in when they exist; who they are. The client is theirs from
    now on. Raises RuntimeError with the reply's words."""
    person = {"name": name, "email": email, "password": PASSWORD}
    reply = await client.post("/api/v1/auth/register", json=person)
    if reply.status_code == 409:
        reply = await client.post("/api/v1/auth/login", json=person)
    if reply.status_code >= 400:
        raise RuntimeError(f"demo login {email}: {reply.status_code} {reply.text[:500]}")
    data = reply.json()["data"]
    client.headers["Authorization"] = f"Bearer {data['access_token']}"
    return UUID(data["user"]["id"])
