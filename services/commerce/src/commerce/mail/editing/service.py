"""A store's own words for its mails: the public face of this folder."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.mail.bounded import TemplateBroken
from commerce.mail.branding import of_store
from commerce.mail.editing import repository
from commerce.mail.editing.errors import (
    MailNotOptional,
    TemplateChanged,
    TemplateInvalid,
    TemplateNotFound,
    TooManyTests,
)
from commerce.mail.editing.schemas import (
    DraftIn,
    PreviewOut,
    TemplateIn,
    TemplateOut,
    TemplateRow,
    TestMailOut,
    VersionOut,
)
from commerce.mail.editing.variables import variables_of
from commerce.mail.kinds import FACTS, Kind
from commerce.mail.language.dialect import Problem, problems
from commerce.mail.language.drawing import Source
from commerce.mail.render import default_source, draw_own, frame
from commerce.mail.view import shape_of, view
from commerce.reads.mail_sender import MailSender, load_sender
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

EDITABLE: Final = tuple(kind for kind, facts in FACTS.items() if facts.editable)
TESTS: Final = 20
"""Test mails of a store in `WINDOW`."""
WINDOW: Final = timedelta(hours=1)


class Desk:
    """One store's templates, for one request: who asks, and in which transaction.

    `url` is the store's address.
    """

    def __init__(
        self,
        kernel: Kernel,
        session: AsyncSession,
        *,
        tenant_id: UUID,
        store_id: UUID,
        actor: str,
        url: str,
    ) -> None:
        self._kernel = kernel
        self._session = session
        self._tenant_id = tenant_id
        self._store_id = store_id
        self._actor = actor
        self._url = url

    async def all(self) -> list[TemplateRow]:
        """Every mail of a store, in the order of a shopper's way."""
        rows = await repository.all_of(self._session, self._store_id)
        sender = await self._sender(EDITABLE[0])
        return [
            TemplateRow(**_facts(kind, rows.get(kind.value), default_source(kind, sender.locale)))
            for kind in EDITABLE
        ]

    async def get(self, kind: Kind) -> TemplateOut:
        """One template with its variables. Raises TemplateNotFound."""
        _check(kind)
        row = await repository.get(self._session, self._store_id, kind.value)
        return await self._out(kind, row)

    async def save(self, kind: Kind, body: TemplateIn) -> TemplateOut:
        """Use the store's own words from now on. Raises TemplateInvalid, TemplateChanged."""
        _check(kind)
        _refuse_mistakes(kind, Source(body.subject, body.body))
        row = await self._lock(kind)
        if row["version"] != body.version:
            raise TemplateChanged
        return await self._write(kind, row, body.subject, body.body, "email_template.save")

    async def reset(self, kind: Kind) -> TemplateOut:
        """Use our words again. What the store had stays in the history."""
        _check(kind)
        row = await self._lock(kind)
        if row["body"] is None:
            return await self._out(kind, row)
        return await self._write(kind, row, None, None, "email_template.reset")

    async def restore(self, kind: Kind, version: int) -> TemplateOut:
        """Make an earlier version the newest. Raises TemplateNotFound; TemplateInvalid where it
        says what there is no more."""
        _check(kind)
        found = await repository.versions(self._session, self._store_id, kind.value, version)
        if not found:
            raise TemplateNotFound
        subject, body = found[0]["subject"], found[0]["body"]
        if body is not None:
            _refuse_mistakes(kind, Source(subject, body))
        row = await self._lock(kind)
        return await self._write(kind, row, subject, body, "email_template.restore")

    async def switch(self, kind: Kind, *, enabled: bool) -> TemplateOut:
        """Send mails of this kind, or leave them out. Raises MailNotOptional."""
        _check(kind)
        if not enabled and not FACTS[kind].optional:
            raise MailNotOptional
        before = await self._lock(kind)
        row = await repository.switch(
            self._session,
            {"id": before["id"], "enabled": enabled, "actor": self._actor, "now": clock.now()},
        )
        await self._record(
            "email_template.switch", row, {"enabled": before["enabled"]}, {"enabled": enabled}
        )
        return await self._out(kind, row)

    async def versions(self, kind: Kind) -> list[VersionOut]:
        """The last fifty, newest first."""
        _check(kind)
        rows = await repository.versions(self._session, self._store_id, kind.value)
        return [VersionOut.model_validate(dict(row)) for row in rows]

    async def preview(self, kind: Kind, draft: DraftIn, locale: str | None = None) -> PreviewOut:
        """The mail with example data: as it leaves, or as it would in another language of the
        store, which our own words have, too. Raises TemplateInvalid; Invalid (422) for a language
        that is none of the store's."""
        _check(kind)
        source = Source(draft.subject, draft.body)
        _refuse_mistakes(kind, source)
        sender = await self._sender(kind)
        branding = of_store(sender, self._url)
        if locale is not None and locale != sender.locale:
            if locale not in sender.locales:
                raise Invalid.on_field("locale", "The store does not speak this language.")
            if _same(source, default_source(kind, sender.locale)):
                source = default_source(kind, locale)
            branding = replace(branding, locale=locale)
        data = view(FACTS[kind].context.example(), branding)
        try:
            content = await draw_own(self._kernel, source, data, branding)
        except TemplateBroken as error:
            problem = Problem("body", 1, error.code, f"The mail cannot be made: {error}.")
            raise TemplateInvalid.because([problem]) from error
        mail_ = frame(content, branding)
        return PreviewOut(subject=mail_.subject, html=mail_.html, text=mail_.text)

    async def test(self, kind: Kind, draft: DraftIn, user_id: UUID) -> TestMailOut:
        """Send the draft with example data to the person who asks, nobody else. Raises
        TemplateInvalid, TooManyTests."""
        await self.preview(kind, draft)
        now = clock.now()
        sent = await repository.tests_since(self._session, self._store_id, now - WINDOW)
        address = await repository.address_of(self._session, user_id)
        if sent >= TESTS or address is None:
            raise TooManyTests(headers={"Retry-After": str(int(WINDOW.total_seconds()))})
        mail_id = await mail.send(
            self._session,
            self._kernel,
            tenant_id=self._tenant_id,
            store_id=self._store_id,
            kind=kind,
            to=address,
            key=f"template-test:{new_id()}",
            context=FACTS[kind].context.example(),
            draft=Source(draft.subject, draft.body),
        )
        assert mail_id is not None  # noqa: S101 - the key is new
        await audit.record(
            self._session,
            tenant_id=self._tenant_id,
            store_id=self._store_id,
            actor=self._actor,
            action="email_template.test",
            resource_type="email_template",
            after={"kind": kind.value, "mail_id": str(mail_id)},
        )
        return TestMailOut(mail_id=mail_id, recipient=address)

    async def _lock(self, kind: Kind) -> RowMapping:
        return await repository.lock(
            self._session,
            {
                "tenant": self._tenant_id,
                "id": new_id(),
                "store": self._store_id,
                "kind": kind.value,
                "actor": self._actor,
                "now": clock.now(),
            },
        )

    async def _write(
        self, kind: Kind, before: RowMapping, subject: str | None, body: str | None, action: str
    ) -> TemplateOut:
        row = await repository.write(
            self._session,
            {
                "tenant": self._tenant_id,
                "store": self._store_id,
                "id": before["id"],
                "version_id": new_id(),
                "subject": subject,
                "body": body,
                "actor": self._actor,
                "now": clock.now(),
            },
        )
        await self._record(
            action,
            row,
            {"version": before["version"], "subject": before["subject"], "body": before["body"]},
            {"version": row["version"], "subject": subject, "body": body},
        )
        return await self._out(kind, row)

    async def _record(
        self, action: str, row: RowMapping, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        await audit.record(
            self._session,
            tenant_id=self._tenant_id,
            store_id=self._store_id,
            actor=self._actor,
            action=action,
            resource_type="email_template",
            resource_id=row["id"],
            before=before,
            after={"kind": row["kind"], **after},
        )

    async def _out(self, kind: Kind, row: RowMapping | None) -> TemplateOut:
        sender = await self._sender(kind)
        branding = of_store(sender, self._url)
        ours = default_source(kind, branding.locale)
        return TemplateOut(
            **_facts(kind, row, ours),
            body=row["body"] if row is not None and row["body"] is not None else ours.body,
            default_subject=ours.subject,
            default_body=ours.body,
            locales=[sender.locale, *(tag for tag in sender.locales if tag != sender.locale)],
            variables=variables_of(FACTS[kind].context, branding),
        )

    async def _sender(self, kind: Kind) -> MailSender:
        sender = await load_sender(self._session, self._store_id, kind.value)
        assert sender is not None  # noqa: S101 - the request's context found the store
        return sender


def _same(one: Source, other: Source) -> bool:
    """Whether two say the same, blanks at their ends aside."""
    return (one.subject.strip(), one.body.strip()) == (other.subject.strip(), other.body.strip())


def _check(kind: Kind) -> None:
    if kind not in EDITABLE:
        raise TemplateNotFound


def _refuse_mistakes(kind: Kind, source: Source) -> None:
    found = problems(source.subject, source.body, shape_of(FACTS[kind].context))
    if found:
        raise TemplateInvalid.because(found)


def _facts(kind: Kind, row: RowMapping | None, ours: Source) -> dict[str, Any]:
    own = row is not None and row["subject"] is not None
    return {
        "kind": kind,
        "subject": row["subject"] if row is not None and own else ours.subject,
        "custom": own,
        "enabled": row["enabled"] if row is not None else True,
        "optional": FACTS[kind].optional,
        "to_merchant": FACTS[kind].to_merchant,
        "version": row["version"] if row is not None else 0,
        "problem": row["problem"] if row is not None else None,
        "problem_at": row["problem_at"] if row is not None else None,
        "updated_at": row["updated_at"] if row is not None and row["version"] else None,
    }
