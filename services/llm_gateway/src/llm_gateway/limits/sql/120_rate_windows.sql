-- Take up to p_slice, at least p_wanted, of a quota: two counters make a sliding window, the one before
-- weighted by how much of it the window still covers. Nothing is taken where p_wanted does not fit.
create or replace function take_share(
  p_tenant uuid, p_kind text, p_seconds integer, p_quota bigint, p_wanted bigint, p_slice bigint,
  p_now double precision)
returns table (given bigint, running bigint, before bigint)
language plpgsql volatile set search_path = llm_gateway, pg_temp as $$
#variable_conflict use_column
declare
  v_number bigint := floor(p_now / p_seconds);
  v_part double precision := p_now / p_seconds - v_number;
  v_row rate_windows;
  v_room bigint;
  v_given bigint := 0;
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  insert into rate_windows as w (tenant_id, kind, number, running, before)
  values (p_tenant, p_kind, v_number, 0, 0) on conflict do nothing;
  select * into v_row from rate_windows w where w.kind = p_kind for update;
  if v_row.number < v_number then
    v_row.before := case when v_row.number = v_number - 1 then v_row.running else 0 end;
    v_row.running := 0;
    v_row.number := v_number;
  end if;
  v_room := floor(p_quota - v_row.running - v_row.before * (1 - v_part));
  if v_room >= p_wanted then
    v_given := least(greatest(p_slice, p_wanted), v_room);
  end if;
  update rate_windows w
     set number = v_row.number, running = v_row.running + v_given, before = v_row.before
   where w.kind = p_kind;
  return query select v_given, v_row.running + v_given, v_row.before;
end
$$;

-- Give back what was taken in window p_number and not used.
create or replace function return_share(p_tenant uuid, p_kind text, p_number bigint, p_amount bigint)
returns void language plpgsql volatile set search_path = llm_gateway, pg_temp as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  update rate_windows w set
         running = case when w.number = p_number
                        then greatest(w.running - p_amount, 0) else w.running end,
         before = case when w.number = p_number + 1
                       then greatest(w.before - p_amount, 0) else w.before end
   where w.kind = p_kind;
end
$$;

revoke all on function
  take_share(uuid, text, integer, bigint, bigint, bigint, double precision),
  return_share(uuid, text, bigint, bigint) from public;
grant execute on function
  take_share(uuid, text, integer, bigint, bigint, bigint, double precision),
  return_share(uuid, text, bigint, bigint) to llm_gateway_app;
