-- What a shop tells everyone, as a whole reply. p_everywhere: the countries that a shipping rate
-- without countries means.
create or replace function public_store(
  p_tenant uuid, p_store uuid, p_test_mode boolean, p_checkout_open boolean, p_everywhere text[]
) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return (
    select '{"data":' || json_build_object(
      'id', s.id, 'slug', s.slug, 'name', s.name, 'description', s.description,
      'niche', s.niche, 'currency', s.currency, 'country', s.country, 'locale', s.locale,
      'test_mode', p_test_mode or s.test_mode, 'prices_include_tax', s.prices_include_tax,
      'checkout_open', p_checkout_open, 'contact_email', s.contact_email,
      'ship_to', coalesce((
        select json_agg(reached.code order by reached.code <> s.country, reached.code collate "C")
        from (
          select distinct country.code
          from shipping_rates r
          cross join unnest(case when r.countries = '{}' then p_everywhere else r.countries end)
            as country (code)
          where r.tenant_id = p_tenant and r.store_id = p_store
        ) reached), '[]'::json),
      'free_shipping_from', (
        select json_build_object('amount', min(r.free_over), 'currency', s.currency)
        from shipping_rates r
        where r.tenant_id = p_tenant and r.store_id = p_store and r.free_over is not null
        having count(*) > 0),
      'theme', s.theme)::text || ',"error":null}'
    from stores s
    where s.tenant_id = p_tenant and s.id = p_store and s.deleted_at is null);
end
$$;
revoke all on function public_store(uuid, uuid, boolean, boolean, text[]) from public;
grant execute on function public_store(uuid, uuid, boolean, boolean, text[]) to commerce_app;

-- The shop's published theme as a whole reply.
create or replace function public_theme(p_tenant uuid, p_store uuid) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return (
    select '{"data":' || s.theme::text || ',"error":null}' from stores s
    where s.tenant_id = p_tenant and s.id = p_store and s.deleted_at is null);
end
$$;
revoke all on function public_theme(uuid, uuid) from public;
grant execute on function public_theme(uuid, uuid) to commerce_app;
