-- Write calls of any number of tenants in one statement: single calls, the sums of their days, and what
-- they settle of budgets, together or not at all. Each tenant's rows are written under its own row-level
-- security. A call that was written before is not counted again, whatever became of the answer then.
--
-- Locks are taken in one order: tenants by id, budgets' periods by theirs, leases, days by their keys.
create or replace function write_usage(p_calls jsonb) returns integer
language plpgsql volatile set search_path = llm_gateway, pg_temp as $$
declare
  v_tenant uuid;
  v_new integer;
  v_all integer := 0;
begin
  for v_tenant in
    select distinct r.tenant_id from jsonb_to_recordset(p_calls) as r (tenant_id uuid) order by 1
  loop
    perform set_config('app.tenant_id', v_tenant::text, true);
    perform 1 from budget_periods p
      join (select distinct h.budget, h.starts
              from jsonb_to_recordset(p_calls) as r (tenant_id uuid, holds jsonb),
                   jsonb_to_recordset(r.holds) as h (budget uuid, starts date)
             where r.tenant_id = v_tenant) as named
        on p.budget_id = named.budget and p.starts_on = named.starts
     order by p.budget_id, p.starts_on for update of p;
    with given as (
      select r.* from jsonb_to_recordset(p_calls) as r (
        tenant_id uuid, id uuid, at timestamptz, key_id uuid, service text, feature text,
        asked text, provider text, model text, input_tokens bigint, cached_tokens bigint,
        cache_write_tokens bigint, output_tokens bigint, reasoning_tokens bigint, cost numeric,
        charged numeric, priced boolean, price_version integer, outcome text, stream boolean,
        ms bigint, holds jsonb)
       where r.tenant_id = v_tenant
    ), fresh as (
      insert into usage_calls (
        tenant_id, id, at, key_id, service, feature, asked, provider, model, input_tokens,
        cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, charged, priced,
        price_version, outcome, stream, ms)
      select tenant_id, id, at, key_id, service, feature, asked, provider, model, input_tokens,
             cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, charged,
             priced, price_version, outcome, stream, ms
        from given
      on conflict do nothing
      returning *
    ), settling as (
      select h.lease, h.budget, h.starts, sum(fresh.charged) as charged,
             sum(fresh.charged - h.over) as covered
        from fresh join given using (id),
             jsonb_to_recordset(given.holds)
               as h (lease uuid, budget uuid, starts date, "over" numeric)
       group by h.lease, h.budget, h.starts
    ), settled as (
      update budget_leases l set settled = l.settled + s.covered
        from settling s where l.id = s.lease
      returning l.id, l.state
    ), sums as (
      select s.budget, s.starts, sum(s.charged) as charged,
             coalesce(sum(s.covered) filter (where d.state = 'open'), 0) as leased,
             coalesce(sum(s.covered) filter (where d.state = 'lost'), 0) as lost
        from settling s left join settled d on d.id = s.lease
       group by s.budget, s.starts
    ), periods as (
      update budget_periods p
         set spent = p.spent + s.charged, leased = p.leased - s.leased, lost = p.lost - s.lost
        from sums s where p.budget_id = s.budget and p.starts_on = s.starts
    ), days as (
      insert into usage_days as d (
        tenant_id, day, service, key_id, feature, provider, model, calls, failed, unpriced,
        input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost,
        charged)
      select v_tenant, (at at time zone 'UTC')::date, service, key_id, feature, provider, model,
             count(*), count(*) filter (where outcome <> 'ok'),
             count(*) filter (where not priced), sum(input_tokens), sum(cached_tokens),
             sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens),
             coalesce(sum(cost), 0), sum(charged)
        from fresh
       group by 2, service, key_id, feature, provider, model
       order by 2, service, key_id, feature, provider, model
      on conflict (tenant_id, day, service, key_id, feature, provider, model) do update set
        calls = d.calls + excluded.calls, failed = d.failed + excluded.failed,
        unpriced = d.unpriced + excluded.unpriced,
        input_tokens = d.input_tokens + excluded.input_tokens,
        cached_tokens = d.cached_tokens + excluded.cached_tokens,
        cache_write_tokens = d.cache_write_tokens + excluded.cache_write_tokens,
        output_tokens = d.output_tokens + excluded.output_tokens,
        reasoning_tokens = d.reasoning_tokens + excluded.reasoning_tokens,
        cost = d.cost + excluded.cost, charged = d.charged + excluded.charged
    )
    select count(*) into v_new from fresh;
    v_all := v_all + v_new;
  end loop;
  return v_all;
end
$$;
revoke all on function write_usage(jsonb) from public;
grant execute on function write_usage(jsonb) to llm_gateway_app;
