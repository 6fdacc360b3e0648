-- What is needed to show products in another currency than the store's (see `shop/presenting.py`):
-- {"facts": … or null, "omnibus": …, "variants": {product id: [[id, price, compare_at, own price, own
-- compare_at], …]}}. `facts` is what `Presenter.of` takes; null where the store does not offer it.
create or replace function public_presentment(
  p_tenant uuid, p_store uuid, p_base text, p_currency text, p_today date, p_products uuid[]
) returns text
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  v_day date;
  v_facts jsonb;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  select max(e.day) into v_day from exchange_rates e where e.day <= p_today;
  select jsonb_build_object(
      'step', c.step, 'below', c.below, 'direction', c.direction, 'manual_ppm', c.manual_ppm,
      'manual_day', c.manual_day,
      'max_age_days', coalesce((
        select s.rate_max_age_days from pricing_settings s
        where s.tenant_id = p_tenant and s.store_id = p_store), 7),
      'day', v_day,
      'base_per_euro', (
        select e.per_euro_ppm from exchange_rates e where e.day = v_day and e.currency = p_base),
      'per_euro', (
        select e.per_euro_ppm from exchange_rates e
        where e.day = v_day and e.currency = p_currency))
  into v_facts
  from store_currencies c
  where c.tenant_id = p_tenant and c.store_id = p_store and c.currency = p_currency and c.enabled;

  return jsonb_build_object(
    'facts', v_facts,
    'omnibus', exists (
      select 1 from pricing_settings s
      where s.tenant_id = p_tenant and s.store_id = p_store and s.omnibus),
    'variants', coalesce((
      select jsonb_object_agg(per.product_id, per.variants)
      from (
        select v.product_id, jsonb_agg(
          jsonb_build_array(v.id, v.price, v.compare_at_price, o.price, o.compare_at_price)
          order by v.position, v.id) as variants
        from product_variants v
        left join variant_prices o
          on o.tenant_id = p_tenant and o.variant_id = v.id and o.currency = p_currency
        where v.tenant_id = p_tenant and v.product_id = any (p_products)
          and v.deleted_at is null
        group by v.product_id
      ) per), '{}'::jsonb))::text;
end
$$;
revoke all on function public_presentment(uuid, uuid, text, text, date, uuid[]) from public;
grant execute on function public_presentment(uuid, uuid, text, text, date, uuid[])
  to commerce_app;

-- What variants were shown at in a currency: {variant id: [[moment, price], …]}, newest first, the
-- last 500 of each.
create or replace function public_prices_shown(
  p_tenant uuid, p_store uuid, p_currency text, p_variants uuid[]
) returns text
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return coalesce((
    select jsonb_object_agg(asked.id, shown.prices)
    from unnest(p_variants) as asked (id)
    cross join lateral (
      select jsonb_agg(jsonb_build_array(last.at, last.price) order by last.at desc) as prices
      from (
        select h.at, h.price from price_history h
        where h.tenant_id = p_tenant and h.variant_id = asked.id and h.currency = p_currency
        order by h.at desc limit 500
      ) last
    ) shown
    where shown.prices is not null), '{}'::jsonb)::text;
end
$$;
revoke all on function public_prices_shown(uuid, uuid, text, uuid[]) from public;
grant execute on function public_prices_shown(uuid, uuid, text, uuid[]) to commerce_app;

-- The currencies a shop sells in besides its own, with what `Presenter.of` takes of each.
create or replace function public_currencies(
  p_tenant uuid, p_store uuid, p_base text, p_today date
) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return coalesce((
    select jsonb_object_agg(c.currency,
      public_presentment(p_tenant, p_store, p_base, c.currency, p_today, '{}')::jsonb -> 'facts')
    from store_currencies c
    where c.tenant_id = p_tenant and c.store_id = p_store and c.enabled), '{}'::jsonb)::text;
end
$$;
revoke all on function public_currencies(uuid, uuid, text, date) from public;
grant execute on function public_currencies(uuid, uuid, text, date) to commerce_app;
