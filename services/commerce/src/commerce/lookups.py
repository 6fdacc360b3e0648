"""Look-ups across tenants: functions that find whose a thing is, or what is due, and tell no more.

Each runs as the locator role, which may read the named columns alone and cannot log in.
"""

from ecomm_core.db import rls

DUE = ["purchase_disputes", "purchase_orders", "sourcing_needs"]
"""Tables of purchasing with something to do at `due_at`."""

_BLANKED = """case when jsonb_typeof(a.{0}) = 'object' then a.{0} || coalesce(
    (select jsonb_object_agg(k, '[erased]') from jsonb_object_keys(a.{0}) k
      where k in ('email', 'name')), '{{}}') else a.{0} end"""

FORGET_IN_AUDIT = f"""with done as (
  update audit_log a set before = {_BLANKED.format("before")}, after = {_BLANKED.format("after")}
   where a.resource_type in ('user', 'invite')
     and (a.resource_id = p_user or lower(a.before ->> 'email') = p_email
          or lower(a.after ->> 'email') = p_email)
     and (a.before ?| array['email', 'name'] or a.after ?| array['email', 'name'])
  returning 1
) select count(*)::integer from done"""  # noqa: S608 - constants
"""Blanks name and e-mail where the log says what was changed about one person, and nothing else."""


def lookups(schema: str, locator: str, app: str) -> list[str]:
    """What makes them, after the tables exist."""
    common = {"schema": schema, "locator": locator, "app": app}
    result: list[str] = []
    result += rls.locator_may_read(
        "stores", locator, ["id", "tenant_id", "slug", "deleted_at", "snapshot_at"]
    )
    result += rls.locator_may_read(
        "store_domains",
        locator,
        ["id", "tenant_id", "store_id", "host", "status", "next_check_at"],
    )
    result += rls.locator_may_read(
        "payments", locator, ["id", "tenant_id", "store_id", "provider", "provider_ref"]
    )
    result += rls.locator_may_read(
        "checkouts", locator, ["id", "tenant_id", "store_id", "due_at", "traces_until"]
    )
    result += rls.definer(
        name="locate_store",
        arguments="p_slug text",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s "
        "where s.slug = p_slug and s.deleted_at is null "
        "union all select s.tenant_id, s.id from store_domains d "
        "join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id "
        "where d.host = p_slug and d.status = 'verified' and s.deleted_at is null",
        **common,
    )
    result += rls.definer(
        name="due_domains",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, domain_id uuid)",
        body="select d.tenant_id, d.id from store_domains d "
        "where d.next_check_at <= p_now order by d.next_check_at limit p_n",
        **common,
    )
    result += rls.definer(
        name="due_snapshots",
        arguments="p_before timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s where s.deleted_at is null "
        "and (s.snapshot_at is null or s.snapshot_at < p_before) "
        "order by s.snapshot_at nulls first limit p_n",
        **common,
    )
    result += rls.locator_may_read("invites", locator, ["id", "tenant_id"])
    result += rls.definer(
        name="locate_invite",
        arguments="p_id uuid",
        returns="table (tenant_id uuid)",
        body="select i.tenant_id from invites i where i.id = p_id",
        **common,
    )
    result += rls.definer(
        name="locate_payment",
        arguments="p_provider text, p_ref text",
        returns="table (tenant_id uuid, store_id uuid, payment_id uuid)",
        body="select p.tenant_id, p.store_id, p.id from payments p "
        "where p.provider = p_provider and p.provider_ref = p_ref",
        **common,
    )
    result += rls.definer(
        name="locate_payment_id",
        arguments="p_id uuid",
        returns="table (tenant_id uuid, store_id uuid, payment_id uuid)",
        body="select p.tenant_id, p.store_id, p.id from payments p where p.id = p_id",
        **common,
    )
    result += rls.locator_may_read(
        "payout_accounts", locator, ["id", "tenant_id", "store_id", "provider", "provider_ref"]
    )
    result += rls.definer(
        name="locate_payout_account",
        arguments="p_provider text, p_ref text",
        returns="table (tenant_id uuid, store_id uuid, account_id uuid)",
        body="select a.tenant_id, a.store_id, a.id from payout_accounts a "
        "where a.provider = p_provider and a.provider_ref = p_ref",
        **common,
    )
    result += rls.locator_may_read("payment_ledger", locator, ["tenant_id", "store_id", "at"])
    result += rls.definer(
        name="stores_paid",
        arguments="p_since timestamptz, p_until timestamptz, p_after uuid, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select distinct l.tenant_id, l.store_id from payment_ledger l "
        "where l.at >= p_since and l.at < p_until and l.store_id > p_after "
        "order by l.store_id limit p_n",
        **common,
    )
    result += rls.locator_may_read("carts", locator, ["id", "tenant_id", "store_id", "remind_at"])
    result += rls.definer(
        name="due_carts",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, cart_id uuid)",
        body="select c.tenant_id, c.store_id, c.id from carts c "
        "where c.remind_at < p_now order by c.remind_at limit p_n",
        **common,
    )
    result += rls.definer(
        name="due_checkouts",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, checkout_id uuid)",
        body="select c.tenant_id, c.store_id, c.id from checkouts c "
        "where c.due_at < p_now order by c.due_at limit p_n",
        **common,
    )
    result += rls.definer(
        name="stale_traces",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, checkout_id uuid)",
        body="select c.tenant_id, c.id from checkouts c "
        "where c.traces_until < p_now order by c.traces_until limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "store_currencies", locator, ["tenant_id", "store_id", "enabled", "manual_ppm"]
    )
    result += rls.definer(
        name="stores_abroad",
        arguments="p_after uuid, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select c.tenant_id, c.store_id from store_currencies c "
        "where c.enabled and c.manual_ppm is null and c.store_id > p_after "
        "group by c.tenant_id, c.store_id order by c.store_id limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "suppliers", locator, ["id", "tenant_id", "store_id", "adapter", "next_poll_at"]
    )
    result += rls.locator_may_read("metrics_marks", locator, ["tenant_id", "store_id", "as_of"])
    result += rls.definer(
        name="due_metrics",
        arguments="p_before timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s "
        "left join metrics_marks m on m.tenant_id = s.tenant_id and m.store_id = s.id "
        "where s.deleted_at is null and (m.as_of is null or m.as_of < p_before) "
        "order by m.as_of nulls first, s.id limit p_n",
        **common,
    )
    for table in DUE:
        result += rls.locator_may_read(table, locator, ["id", "tenant_id", "store_id", "due_at"])
    result += rls.definer(
        name="locate_supplier",
        arguments="p_id uuid, p_adapter text",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.store_id from suppliers s "
        "where s.id = p_id and s.adapter = p_adapter",
        **common,
    )
    result += rls.definer(
        name="due_suppliers",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, supplier_id uuid)",
        body="select s.tenant_id, s.store_id, s.id from suppliers s "
        "where s.next_poll_at <= p_now order by s.next_poll_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "research_settings", locator, ["tenant_id", "store_id", "next_run_at"]
    )
    result += rls.definer(
        name="due_research",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select r.tenant_id, r.store_id from research_settings r "
        "where r.next_run_at <= p_now order by r.next_run_at limit p_n",
        **common,
    )
    result += rls.locator_may_read("ab_tests", locator, ["tenant_id", "store_id", "id", "look_at"])
    result += rls.definer(
        name="due_ab_tests",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, test_id uuid)",
        body="select t.tenant_id, t.store_id, t.id from ab_tests t "
        "where t.look_at <= p_now order by t.look_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "subscribers", locator, ["tenant_id", "store_id", "id", "due_at"]
    )
    result += rls.definer(
        name="due_subscribers",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, subscriber_id uuid)",
        body="select s.tenant_id, s.store_id, s.id from subscribers s "
        "where s.due_at <= p_now order by s.due_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "blog_posts", locator, ["tenant_id", "store_id", "id", "announce_at"]
    )
    result += rls.definer(
        name="due_blog_posts",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, post_id uuid)",
        body="select b.tenant_id, b.store_id, b.id from blog_posts b "
        "where b.announce_at <= p_now order by b.announce_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "notifications",
        locator,
        ["id", "tenant_id", "store_id", "user_id", "mail_at", "created_at"],
    )
    result += rls.definer(
        name="due_summaries",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, user_id uuid)",
        body="select n.tenant_id, n.store_id, n.user_id from notifications n "
        "where n.mail_at <= p_now group by n.tenant_id, n.store_id, n.user_id "
        "order by min(n.mail_at) limit p_n",
        **common,
    )
    result += rls.definer(
        name="stale_notifications",
        arguments="p_before timestamptz, p_n integer",
        returns="table (tenant_id uuid, notification_id uuid)",
        body="select n.tenant_id, n.id from notifications n "
        "where n.created_at < p_before order by n.created_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "subscriptions", locator, ["id", "tenant_id", "provider", "provider_ref", "due_at"]
    )
    result += rls.locator_may_read(
        "tenants", locator, ["id", "plan", "trial_ends_at", "entitlements"]
    )
    result += rls.locator_may_read("usage", locator, ["tenant_id", "name", "used"])
    result += rls.definer(
        name="locate_subscription",
        arguments="p_provider text, p_ref text",
        returns="table (tenant_id uuid)",
        body="select s.tenant_id from subscriptions s "
        "where s.provider = p_provider and s.provider_ref = p_ref",
        **common,
    )
    result += rls.definer(
        name="due_subscriptions",
        arguments="p_now timestamptz, p_soon timestamptz, p_n integer",
        returns="table (tenant_id uuid)",
        body="select s.tenant_id from subscriptions s where s.due_at <= p_now union all "
        "(select t.id from tenants t where t.plan = 'trial' and t.trial_ends_at <= p_soon "
        "and not exists (select 1 from subscriptions s where s.tenant_id = t.id) "
        "order by t.trial_ends_at) limit p_n",
        **common,
    )
    result += rls.definer(
        name="tenants_near_limits",
        arguments="p_limits jsonb, p_after uuid, p_n integer",
        returns="table (tenant_id uuid)",
        body="select distinct u.tenant_id from usage u join tenants t on t.id = u.tenant_id "
        "where u.tenant_id > p_after and u.used > 0 and u.used * 100 >= 80 * ("
        "(p_limits -> u.name ->> t.plan)::bigint "
        "+ coalesce((t.entitlements -> 'limits' ->> u.name)::bigint, 0)) "
        "order by u.tenant_id limit p_n",
        **common,
    )
    result += _channels(locator, common)
    result += _partners(locator, common)
    for table in DUE:
        result += rls.definer(
            name=f"due_{table}",
            arguments="p_now timestamptz, p_n integer",
            returns="table (tenant_id uuid, store_id uuid, id uuid)",
            body=f"select d.tenant_id, d.store_id, d.id from {table} d "  # noqa: S608 - constants
            "where d.due_at <= p_now order by d.due_at limit p_n",
            **common,
        )
    return result + _forgetting(locator, common)


def _channels(locator: str, common: dict[str, str]) -> list[str]:
    """Whose a sales channel is, and which are to be looked at."""
    result: list[str] = []
    result += rls.locator_may_read(
        "sales_channels", locator, ["id", "tenant_id", "store_id", "adapter"]
    )
    result += rls.locator_may_read(
        "channel_syncs", locator, ["tenant_id", "store_id", "channel_id", "due_at"]
    )
    result += rls.definer(
        name="locate_channel",
        arguments="p_id uuid, p_adapter text",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select c.tenant_id, c.store_id from sales_channels c "
        "where c.id = p_id and c.adapter = p_adapter",
        **common,
    )
    result += rls.definer(
        name="due_channels",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, channel_id uuid)",
        body="select s.tenant_id, s.store_id, s.channel_id from channel_syncs s "
        "where s.due_at <= p_now order by s.due_at limit p_n",
        **common,
    )
    return result


def _partners(locator: str, common: dict[str, str]) -> list[str]:
    """Whose a partner's code is, and what waits to be settled or paid."""
    result: list[str] = []
    result += rls.locator_may_read("partner_codes", locator, ["tenant_id", "code", "kind"])
    result += rls.definer(
        name="locate_partner",
        arguments="p_code text",
        returns="table (tenant_id uuid, kind text)",
        body="select c.tenant_id, c.kind from partner_codes c where c.code = p_code",
        **common,
    )
    result += rls.locator_may_read("introductions_taken", locator, ["tenant_id", "look_at"])
    result += rls.definer(
        name="due_introductions",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid)",
        body="select t.tenant_id from introductions_taken t "
        "where t.look_at <= p_now order by t.look_at limit p_n",
        **common,
    )
    result += rls.locator_may_read("affiliates", locator, ["tenant_id"])
    result += rls.locator_may_read(
        "commissions", locator, ["tenant_id", "state", "kept", "payout_id"]
    )
    result += rls.locator_may_read("affiliate_payouts", locator, ["tenant_id", "id", "state"])
    result += rls.definer(
        name="payable_affiliates",
        arguments="p_minimum bigint, p_after uuid, p_n integer",
        returns="table (tenant_id uuid)",
        body="select a.tenant_id from affiliates a where a.tenant_id > p_after and ("
        "exists (select 1 from affiliate_payouts p "
        "where p.tenant_id = a.tenant_id and p.state = 'open') "
        "or (select sum(c.kept) from commissions c where c.tenant_id = a.tenant_id "
        "and c.state = 'approved' and c.payout_id is null) >= p_minimum) "
        "order by a.tenant_id limit p_n",
        **common,
    )
    result += rls.definer(
        name="locate_affiliate_payout",
        arguments="p_id uuid",
        returns="table (tenant_id uuid)",
        body="select p.tenant_id from affiliate_payouts p where p.id = p_id",
        **common,
    )
    return result


def _forgetting(locator: str, common: dict[str, str]) -> list[str]:
    """Blanks in the log whoever is gone."""
    # Entries of the log stay as they are but for what names them. The policy of the table holds for
    # this role, too: it sees the business whose scope is open, and no other.
    said = (
        "grant select (tenant_id, resource_type, resource_id, before, after), "
        f"update (before, after) on audit_log to {locator}"
    )
    blank = rls.definer(
        name="forget_in_audit",
        arguments="p_user uuid, p_email text",
        returns="integer",
        body=FORGET_IN_AUDIT,
        volatility="volatile",
        **common,
    )
    return [said, *blank]
