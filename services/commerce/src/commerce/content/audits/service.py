"""SEO audits: begun by a merchant, made by a job, kept with what they found."""

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any, Final
from uuid import UUID

import nh3
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.content.audits import repository, rules
from commerce.content.audits.errors import AuditNotFound, AuditRunning
from commerce.content.audits.models import AuditState, SeoAudit, SeoFinding, Thing
from commerce.content.audits.rules import Finding, Look
from commerce.content.audits.schemas import (
    SeoAuditOut,
    SeoAuditWholeOut,
    SeoFindingOut,
    SeoRuleOut,
)
from commerce.reads import seo_looks
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.content.audit"
KEPT: Final = 24
"""Audits of a store; older ones go when another begins."""

STUCK: Final = timedelta(hours=1)
MOST_OF_A_RULE: Final = 500
"""Findings of one rule that are kept; how many there were the audit says."""

_HREF: Final = re.compile(r'href="(/(?!/)[^"]*)"')


async def begin(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, *, actor: str
) -> SeoAudit:
    """Have the store looked through by a job. Raises AuditRunning (409); one that died is over
    after an hour."""
    now = clock.now()
    held = await repository.running(session, store.id)
    if held is not None:
        if held.created_at > now - STUCK:
            raise AuditRunning
        held.state, held.finished_at = AuditState.FAILED.value, now
        await session.flush()
    made = SeoAudit(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        state=AuditState.RUNNING.value,
        score=None,
        examined={},
        rules={},
        created_by=actor,
        finished_at=None,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    with refusing({"uq_seo_audits_running": AuditRunning()}):
        await session.flush()
    await repository.forget_older(session, store.id, KEPT)
    args = {"store_id": str(store.id), "audit_id": str(made.id)}
    await kernel.outbox.enqueue(session, TASK, args, tenant_id=store.tenant_id, queue="bulk")
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="seo_audit.create",
        resource_type="seo_audit",
        resource_id=made.id,
        store_id=store.id,
    )
    return made


async def carry_out(session: AsyncSession, store_id: UUID, audit_id: UUID) -> bool:
    """Look at everything, write down what is amiss and the score. Once: False where it is over."""
    held = await repository.one(session, store_id, audit_id, lock=True)
    if held is None or held.state != AuditState.RUNNING.value:
        return False
    looks: list[Look] = []
    found: list[Finding] = []
    async for row in seo_looks.every(session, store_id):
        look = look_of(row)
        looks.append(look)
        found += rules.judged(look)
    # Ten thousand titles are compared by their search keys: too long for the loop.
    found += await asyncio.to_thread(lambda: [*rules.duplicates(looks)])
    found += await _links(session, held.tenant_id, store_id, looks)
    dead, redirects = await seo_looks.dead_redirects(session, held.tenant_id, store_id)
    of_redirects = [Look(Thing.REDIRECT, row.id, row.path, row.path) for row in dead]
    found += [
        Finding("redirect_dead", look, {"to": row.target})
        for look, row in zip(of_redirects, dead, strict=True)
    ]
    held.examined = {
        thing.value: sum(look.thing is thing for look in looks)
        for thing in Thing
        if thing is not Thing.REDIRECT
    } | {Thing.REDIRECT.value: redirects}
    tallies = rules.tallied(looks, found)
    tallies["redirect_dead"] = rules.Tally(redirects, len(dead))
    held.rules = {
        key: {"examined": tally.examined, "failing": tally.failing}
        for key, tally in tallies.items()
    }
    held.score = rules.score(tallies)
    held.state, held.finished_at = AuditState.DONE.value, clock.now()
    held.updated_at = held.finished_at
    await session.flush()
    session.add_all(_rows(held, found))
    await session.flush()
    return True


def look_of(row: Any) -> Look:
    """A row of `seo_looks` as it is judged."""
    words = unescape(nh3.clean(row.body.replace("<", " <"), tags=set())).split()
    return Look(
        thing=Thing(row.thing),
        id=row.id,
        title=row.title,
        path=row.path,
        slug=row.slug,
        seo_title=row.seo_title or None,
        seo_description=row.seo_description or None,
        words=len(words),
        has_text=bool(words),
        pictures=row.pictures,
        without_alt=row.without_alt,
        wants_text=row.wants_text,
        links=tuple(dict.fromkeys(normal(path) for path in _HREF.findall(row.body))),
    )


def normal(href: str) -> str:
    """A path of the shop as it is compared: without query, case and last slash."""
    path = unescape(href).split("?", 1)[0].split("#", 1)[0]
    return path.casefold().rstrip("/") or "/"


async def _links(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, looks: Sequence[Look]
) -> list[Finding]:
    asked = sorted({path for look in looks for path in look.links})
    dead: set[str] = set()
    moved: dict[str, str] = {}
    for start in range(0, len(asked), 500):
        paths = asked[start : start + 500]
        for row in await seo_looks.where(session, tenant_id, store_id, paths):
            if row.live:
                continue
            if row.target is None:
                dead.add(row.path)
            else:
                moved[row.path] = row.target
    return list(rules.links(looks, frozenset(dead), moved))


def _rows(held: SeoAudit, found: Sequence[Finding]) -> list[SeoFinding]:
    rows: list[SeoFinding] = []
    kept = dict.fromkeys(rules.RULES, 0)
    for place, one in enumerate(found):
        if kept[one.rule] == MOST_OF_A_RULE:
            continue
        kept[one.rule] += 1
        rows.append(
            SeoFinding(
                tenant_id=held.tenant_id,
                id=new_id(),
                store_id=held.store_id,
                audit_id=held.id,
                position=place,
                rule=one.rule,
                thing=one.look.thing.value,
                thing_id=one.look.id,
                title=one.look.title,
                path=one.look.path,
                detail=one.detail,
            )
        )
    return rows


async def get(session: AsyncSession, store_id: UUID, audit_id: UUID) -> SeoAudit:
    """An audit of the store. Raises AuditNotFound (404)."""
    found = await repository.one(session, store_id, audit_id)
    if found is None:
        raise AuditNotFound
    return found


async def list_audits(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[list[SeoAuditOut], int]:
    """(audits, the latest first, how many there are)."""
    found, total = await repository.page(session, store_id, offset=offset, limit=limit)
    return [to_out(one) for one in found], total


async def findings(
    session: AsyncSession,
    store_id: UUID,
    audit_id: UUID,
    *,
    rule: str | None,
    thing: Thing | None,
    offset: int,
    limit: int,
) -> tuple[list[SeoFindingOut], int]:
    """(what an audit found, how many of it are kept). Raises AuditNotFound (404)."""
    await get(session, store_id, audit_id)
    found, total = await repository.findings(
        session,
        audit_id,
        rule=rule,
        thing=None if thing is None else thing.value,
        offset=offset,
        limit=limit,
    )
    return [SeoFindingOut.model_validate(one) for one in found], total


def to_out(held: SeoAudit) -> SeoAuditOut:
    """An audit in the list."""
    return SeoAuditOut(**_shown(held))


def whole_out(held: SeoAudit) -> SeoAuditWholeOut:
    """An audit with what its score is made of. A rule that is gone since is left out."""
    fared = []
    for key, rule in rules.RULES.items():
        told = held.rules.get(key)
        if told is None:
            continue
        tally = rules.Tally(told["examined"], told["failing"])
        fared.append(
            SeoRuleOut(
                rule=key,
                points=rule.points,
                examined=tally.examined,
                failing=tally.failing,
                lost_ppm=tally.lost_ppm(rule),
            )
        )
    fared.sort(key=lambda one: (-one.lost_ppm, -one.points))
    return SeoAuditWholeOut(**_shown(held), rules=fared)


def _shown(held: SeoAudit) -> dict[str, Any]:
    return {
        "id": held.id,
        "state": AuditState(held.state),
        "score": held.score,
        "findings": sum(told["failing"] for told in held.rules.values()),
        "examined": held.examined,
        "created_by": held.created_by,
        "created_at": held.created_at,
        "finished_at": held.finished_at,
    }
