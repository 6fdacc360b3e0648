-- Slices of budgets. Each function is one round trip and one transaction, under the row-level security
-- of the tenant it names: it runs with the rights of who calls it.
--
-- Locks are taken in one order everywhere: a period, then its leases.

-- Lease a slice: at least p_wanted, at most p_slice, never more than is left. A p_wanted of 0 only keeps
-- the lease alive. One that was given up as lost comes back to life: nobody else was given its money.
create or replace function take_slice(
  p_tenant uuid, p_budget uuid, p_starts date, p_lease uuid, p_wanted numeric, p_slice numeric,
  p_expires timestamptz, p_process text)
returns table (given numeric, cap numeric, spent numeric, leased numeric, lost numeric)
language plpgsql volatile set search_path = llm_gateway, pg_temp as $$
#variable_conflict use_column
declare
  v_cap numeric;
  v_period budget_periods;
  v_lease budget_leases;
  v_given numeric := 0;
  v_left numeric;
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  select b.cap * 10000 into v_cap from budgets b where b.id = p_budget and b.active;
  if not found then
    return;
  end if;
  insert into budget_periods (tenant_id, budget_id, starts_on, spent, leased, lost)
  values (p_tenant, p_budget, p_starts, 0, 0, 0) on conflict do nothing;
  select * into v_period from budget_periods p
   where p.budget_id = p_budget and p.starts_on = p_starts for update;
  select * into v_lease from budget_leases l where l.id = p_lease;
  if v_lease.state = 'lost' then
    v_left := v_lease.amount - v_lease.settled;
    update budget_periods p set leased = p.leased + v_left, lost = p.lost - v_left
     where p.budget_id = p_budget and p.starts_on = p_starts returning p.* into v_period;
  end if;
  if p_wanted > 0 and v_period.spent + v_period.leased + v_period.lost + p_wanted <= v_cap then
    v_given := least(
      greatest(p_slice, p_wanted), v_cap - v_period.spent - v_period.leased - v_period.lost);
    update budget_periods p set leased = p.leased + v_given
     where p.budget_id = p_budget and p.starts_on = p_starts returning p.* into v_period;
  end if;
  if v_lease.id is not null then
    update budget_leases l set amount = l.amount + v_given, state = 'open', expires_at = p_expires
     where l.id = p_lease;
  elsif v_given > 0 then
    insert into budget_leases
      (tenant_id, id, budget_id, starts_on, amount, settled, state, process, expires_at)
    values (p_tenant, p_lease, p_budget, p_starts, v_given, 0, 'open', p_process, p_expires);
  end if;
  return query select v_given, v_cap, v_period.spent, v_period.leased, v_period.lost;
end
$$;

-- Give back what is left of a lease. It ends once all of it is settled.
create or replace function return_slice(
  p_tenant uuid, p_budget uuid, p_starts date, p_lease uuid, p_amount numeric)
returns void language plpgsql volatile set search_path = llm_gateway, pg_temp as $$
declare
  v_lease budget_leases;
  v_back numeric;
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  perform 1 from budget_periods p
   where p.budget_id = p_budget and p.starts_on = p_starts for update;
  select * into v_lease from budget_leases l where l.id = p_lease;
  if not found then
    return;
  end if;
  v_back := least(p_amount, v_lease.amount - v_lease.settled);
  update budget_periods p set
         leased = p.leased - case when v_lease.state = 'open' then v_back else 0 end,
         lost = p.lost - case when v_lease.state = 'lost' then v_back else 0 end
   where p.budget_id = p_budget and p.starts_on = p_starts;
  if v_lease.amount - v_back = v_lease.settled then
    delete from budget_leases l where l.id = p_lease;
  else
    update budget_leases l set amount = l.amount - v_back where l.id = p_lease;
  end if;
end
$$;

-- Give up a lease whose process has said nothing until p_now: what it has not settled counts as spent.
create or replace function lose_slice(p_tenant uuid, p_lease uuid, p_now timestamptz)
returns numeric language plpgsql volatile set search_path = llm_gateway, pg_temp as $$
declare
  v_lease budget_leases;
  v_left numeric;
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  select * into v_lease from budget_leases l where l.id = p_lease;
  perform 1 from budget_periods p
   where p.budget_id = v_lease.budget_id and p.starts_on = v_lease.starts_on for update;
  -- as it is now that nobody else can change it
  select * into v_lease from budget_leases l
   where l.id = p_lease and l.state = 'open' and l.expires_at < p_now;
  if not found then
    return 0;
  end if;
  v_left := v_lease.amount - v_lease.settled;
  update budget_periods p set leased = p.leased - v_left, lost = p.lost + v_left
   where p.budget_id = v_lease.budget_id and p.starts_on = v_lease.starts_on;
  if v_left = 0 then
    delete from budget_leases l where l.id = p_lease;
  else
    update budget_leases l set state = 'lost' where l.id = p_lease;
  end if;
  return v_left;
end
$$;

revoke all on function take_slice(uuid, uuid, date, uuid, numeric, numeric, timestamptz, text),
  return_slice(uuid, uuid, date, uuid, numeric), lose_slice(uuid, uuid, timestamptz) from public;
grant execute on function
  take_slice(uuid, uuid, date, uuid, numeric, numeric, timestamptz, text),
  return_slice(uuid, uuid, date, uuid, numeric), lose_slice(uuid, uuid, timestamptz)
  to llm_gateway_app;
