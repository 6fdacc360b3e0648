-- Months of `shop_events`. The application's role owns nothing and makes no tables: it asks these two
-- functions, which work as the owner of `shop_events`. Partitions lie in `commerce_events`, a schema the
-- application's role may not enter: there is no way to a row but through `shop_events`, under its policy.
-- Should anybody be let in, row-level security is forced on each of them and no policy lets them see
-- anything.
create schema if not exists commerce_events;
revoke all on schema commerce_events from public;

-- The month before a moment and the two after it. A partition is made apart and then attached, which
-- no reader or writer of `shop_events` waits for.
create or replace function keep_event_months(p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path = commerce, pg_temp as $$
declare
  v_month timestamp;
  v_name text;
  v_made integer := 0;
begin
  if p_now < now() - interval '5 years' or p_now > now() + interval '5 years' then
    raise exception 'no month of events is made for %', p_now;
  end if;
  for n in -1..2 loop
    v_month := date_trunc('month', p_now at time zone 'UTC') + make_interval(months => n);
    v_name := 'shop_events_' || to_char(v_month, 'YYYY_MM');
    continue when to_regclass('commerce_events.' || v_name) is not null;
    perform pg_advisory_xact_lock(hashtext('commerce_events'));
    -- Asked of the catalogue itself: what a session remembers of a name is not read again while it
    -- waits for a lock that is no relation's.
    continue when exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'commerce_events' and c.relname = v_name);
    execute format('create table commerce_events.%I (like commerce.shop_events including constraints)',
                   v_name);
    execute format('alter table commerce_events.%I enable row level security', v_name);
    execute format('alter table commerce_events.%I force row level security', v_name);
    execute format(
      'alter table commerce.shop_events attach partition commerce_events.%I for values from (%L) to (%L)',
      v_name, v_month::text || '+00', (v_month + interval '1 month')::text || '+00');
    v_made := v_made + 1;
  end loop;
  return v_made;
end
$$;
revoke all on function keep_event_months(timestamptz) from public;
grant execute on function keep_event_months(timestamptz) to commerce_app;

-- Lets go of whole months that ended before a moment, never of the last six: whoever asks wrongly
-- cannot empty the table. Gives up rather than hold up readers.
create or replace function drop_event_months(p_before timestamptz) returns integer
language plpgsql volatile security definer
set search_path = commerce, pg_temp set lock_timeout = '2s' as $$
declare
  v_before timestamptz := least(p_before, now() - interval '6 months');
  v_name text;
  v_dropped integer := 0;
begin
  for v_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'commerce.shop_events'::regclass
       and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month'
             <= v_before at time zone 'UTC'
  loop
    execute format('drop table commerce_events.%I', v_name);
    v_dropped := v_dropped + 1;
  end loop;
  return v_dropped;
end
$$;
revoke all on function drop_event_months(timestamptz) from public;
grant execute on function drop_event_months(timestamptz) to commerce_app;

-- So that an upgrade leaves a shop with its months made.
do $$
begin
  if to_regclass('commerce.shop_events') is not null then
    perform commerce.keep_event_months(now());
  end if;
end
$$;
