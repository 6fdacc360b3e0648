"""Whether a call may go out, and what it came to.

For nearly every call all of it happens in memory: scope, quotas and budget are looked at in what
the process has leased, the ledger's row waits for the next batch.
"""

from decimal import Decimal
from typing import Final

from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from llm_gateway.admission.errors import LedgerBehind, OutputTooLong
from llm_gateway.admission.types import Outcome, Ticket, Used, Wanted
from llm_gateway.budgets.purses import Purses
from llm_gateway.keys.authenticate import Principal
from llm_gateway.keys.errors import NotInScope
from llm_gateway.ledger.writer import Call, Writer
from llm_gateway.limits.quotas import Kind
from llm_gateway.limits.shares import Shares
from llm_gateway.prices.book import PriceBook, Prices
from llm_gateway.prices.cost import ZERO, Rates, kept_sane
from llm_gateway.routes.service import RouteBook
from llm_gateway.tenants.errors import TenantSuspended

PART: Final = "gateway.admission"


class Admission:
    """The control path's face to the data path."""

    def __init__(
        self,
        *,
        prices: PriceBook,
        routes: RouteBook,
        purses: Purses,
        shares: Shares,
        writer: Writer,
        worst: Rates,
    ) -> None:
        self._prices = prices
        self._routes = routes
        self._purses = purses
        self._shares = shares
        self._writer = writer
        self._worst = worst

    async def admit(self, principal: Principal, wanted: Wanted) -> Ticket:
        """Let a call out: scope, then quotas, then money.

        Raises NotInScope, TenantSuspended (403), OutputTooLong (422), QuotaReached (429),
        BudgetExhausted (402), BudgetReserved (429), LedgerBehind (503). After a refusal nothing is
        reserved.
        """
        if principal.suspended:
            raise TenantSuspended
        routes = await self._routes.all()
        self._in_scope(principal, wanted, is_route=wanted.model in routes)
        if self._writer.full:
            raise LedgerBehind
        prices = await self._prices.prices()
        route = routes.get(wanted.model)
        if route is not None:
            targets = [(target.provider, target.model) for target in route.targets]
        elif wanted.provider is not None:
            targets = [(wanted.provider, wanted.model)]
        else:
            targets = [(name, wanted.model) for name in prices.providers_of(wanted.model)]
        amount = max(
            (self._most(prices, provider, model, wanted) for provider, model in targets),
            default=self._worst_of(wanted),
        )
        tokens = max(wanted.input_tokens_estimate + wanted.max_output_tokens, 0)
        await self._take_quotas(principal, tokens)
        try:
            holds = (
                await self._purses.reserve(principal.tenant_id, principal.key_id, amount)
                if amount > ZERO
                else []
            )
        except BaseException:
            self._return_quotas(principal, tokens)
            raise
        return Ticket(
            id=new_id(),
            principal=principal,
            wanted=wanted,
            at=clock.now(),
            reserved=amount,
            prices=prices,
            tokens=tokens,
            holds=holds,
        )

    async def cover(self, ticket: Ticket, provider: str, model: str) -> None:
        """Make sure that a call may go to another model than it was let out for, before it does.

        Raises BudgetExhausted (402), BudgetReserved (429); the ticket stays as it was.
        """
        amount = self._most(ticket.prices, provider, model, ticket.wanted)
        if amount <= ticket.reserved:
            return
        if ticket.holds:
            await self._purses.raise_to(ticket.holds, amount)
        else:
            principal = ticket.principal
            ticket.holds = await self._purses.reserve(principal.tenant_id, principal.key_id, amount)
        ticket.reserved = amount

    def settle(self, ticket: Ticket, *used: Used) -> Decimal:
        """Book what a call came to, one `Used` for each try that is billed; returns what it is
        charged, in micro-dollars. Waits for nothing, so that it works in a `finally` of a cancelled
        request. A second time changes nothing.
        """
        if ticket.settled:
            return ZERO
        ticket.settled = True
        charges = [self._charge(ticket, one) for one in used]
        total = sum((charged for _, charged, _ in charges), ZERO)
        overs = [hold.purse.settle(hold.amount, total) for hold in ticket.holds]
        for one, (cost, charged, version) in zip(used, charges, strict=True):
            here = [min(over, charged) for over in overs]
            overs = [over - part for over, part in zip(overs, here, strict=True)]
            self._write(ticket, one, cost, charged, version, here)
        tokens = sum(one.input_tokens + one.output_tokens for one in used)
        principal = ticket.principal
        self._shares.correct(principal.tenant_id, Kind.TOKENS_MINUTE, ticket.tokens - tokens)
        return total

    def _charge(self, ticket: Ticket, used: Used) -> tuple[Decimal | None, Decimal, int | None]:
        """Cost (None: unknown), what budgets are charged, the price's version."""
        tokens = kept_sane(
            used.input_tokens,
            used.cached_tokens,
            used.output_tokens,
            used.reasoning_tokens,
            used.cache_write_tokens,
        )
        rates = ticket.prices.of(used.provider, used.model)
        if used.outcome is Outcome.UNKNOWN and not (tokens.input or tokens.output):
            return None, ticket.reserved, None
        if rates is None:
            return None, self._worst.cost(tokens), None
        cost = rates.cost(tokens)
        return cost, cost, rates.version

    def _write(
        self,
        ticket: Ticket,
        used: Used,
        cost: Decimal | None,
        charged: Decimal,
        version: int | None,
        overs: list[Decimal],
    ) -> None:
        tokens = kept_sane(
            used.input_tokens,
            used.cached_tokens,
            used.output_tokens,
            used.reasoning_tokens,
            used.cache_write_tokens,
        )
        principal = ticket.principal
        self._writer.add(
            Call(
                tenant_id=principal.tenant_id,
                id=new_id(),
                at=ticket.at,
                key_id=principal.key_id,
                service=principal.service,
                feature=ticket.wanted.feature,
                asked=ticket.wanted.model,
                provider=used.provider,
                model=used.model,
                input_tokens=tokens.input,
                cached_tokens=tokens.cached,
                cache_write_tokens=tokens.cache_write,
                output_tokens=tokens.output,
                reasoning_tokens=tokens.reasoning,
                cost=cost,
                charged=charged,
                price_version=version,
                outcome=used.outcome,
                stream=ticket.wanted.stream,
                ms=max(used.ms, 0),
                holds=ticket.holds,
                overs=overs,
            )
        )

    def _in_scope(self, principal: Principal, wanted: Wanted, *, is_route: bool) -> None:
        for what, name, allowed in (
            ("route", wanted.model, principal.routes if is_route else None),
            ("model", wanted.model, None if is_route else principal.models),
            ("feature", wanted.feature, principal.features),
        ):
            if allowed is not None and name not in allowed:
                raise NotInScope(
                    f"This key may not be used for the {what} {name[:100]!r}. "
                    "An operator can widen its scope.",
                    details=[{"code": NotInScope.code, "what": what, "allowed": sorted(allowed)}],
                )
        most = principal.max_output_tokens
        if most is not None and wanted.max_output_tokens > most:
            raise OutputTooLong(
                f"This key allows {most} output tokens a call, not {wanted.max_output_tokens}. "
                "An operator can widen its scope."
            )

    async def _take_quotas(self, principal: Principal, tokens: int) -> None:
        taken: list[tuple[Kind, int]] = []
        try:
            for kind, amount in (
                (Kind.CALLS_HOUR, 1),
                (Kind.CALLS_MINUTE, 1),
                (Kind.TOKENS_MINUTE, tokens),
            ):
                await self._shares.take(
                    principal.tenant_id,
                    kind,
                    principal.quotas.of(kind),
                    amount,
                    plan=principal.plan,
                )
                taken.append((kind, amount))
        except BaseException:
            for kind, amount in taken:
                self._shares.correct(principal.tenant_id, kind, amount)
            raise

    def _return_quotas(self, principal: Principal, tokens: int) -> None:
        for kind, amount in (
            (Kind.CALLS_HOUR, 1),
            (Kind.CALLS_MINUTE, 1),
            (Kind.TOKENS_MINUTE, tokens),
        ):
            self._shares.correct(principal.tenant_id, kind, amount)

    def _most(self, prices: Prices, provider: str, model: str, wanted: Wanted) -> Decimal:
        rates = prices.of(provider, model) or self._worst
        return self._reserve_of(rates, wanted)

    def _worst_of(self, wanted: Wanted) -> Decimal:
        return self._reserve_of(self._worst, wanted)

    def _reserve_of(self, rates: Rates, wanted: Wanted) -> Decimal:
        return rates.most(
            max(wanted.input_tokens_estimate, 0),
            max(wanted.max_output_tokens, 0),
            writes_cache=wanted.writes_cache,
        )


def admission_of(kernel: Kernel) -> Admission:
    """The admission of this process."""
    part = kernel.parts[PART]
    if not isinstance(part, Admission):
        raise TypeError("the gateway's wiring puts its admission into the kernel")
    return part
