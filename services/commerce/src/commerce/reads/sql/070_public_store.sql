-- What a shop tells everyone. The first line lists the ids of the products that its menus lead to,
-- the rest is the whole reply. p_everywhere: the countries that a shipping rate without countries
-- means.
create or replace function public_store(
  p_tenant uuid, p_store uuid, p_test_mode boolean, p_checkout_open boolean, p_everywhere text[]
) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return (
    select site_menu_products(p_tenant, p_store) || e'\n' || '{"data":' || json_build_object(
      'id', s.id, 'slug', s.slug, 'name', s.name, 'description', s.description,
      'niche', s.niche, 'currency', s.currency, 'country', s.country, 'locale', s.locale,
      'locales', (
        select json_agg(known.locale order by known.place, known.locale collate "C")
        from (
          select 0 as place, s.locale
          union all
          select 1, l.locale from store_locales l
          where l.tenant_id = p_tenant and l.store_id = p_store and l.published
            and l.locale <> s.locale
        ) known),
      'test_mode', p_test_mode or s.test_mode, 'prices_include_tax', s.prices_include_tax,
      'checkout_open', p_checkout_open, 'contact_email', s.contact_email,
      'contact_phone', s.contact_phone,
      'newsletter', coalesce((
        select n.form from newsletter_settings n
        where n.tenant_id = p_tenant and n.store_id = p_store), exists (
        select from mail_senders m
        where m.tenant_id = p_tenant and m.store_id = p_store
          and m.from_email is not null and m.verified_at is not null)), 'business_name', s.business_name,
      'business_address', s.business_address,
      'seo', json_build_object('title', s.seo_title, 'description', s.seo_description),
      'primary_host', (
        select d.host from store_domains d
        where d.tenant_id = p_tenant and d.store_id = p_store and d.is_primary),
      'menus', site_menus(p_tenant, p_store),
      'policies', coalesce((
        select json_agg(json_build_object(
            'kind', g.kind, 'title', g.title, 'href', site_path('page', g.slug)) order by g.kind)
        from pages g
        where g.tenant_id = p_tenant and g.store_id = p_store and g.status = 'published'
          and g.kind in ('shipping', 'returns', 'privacy', 'terms', 'legal_notice')), '[]'::json),
      'ship_to', coalesce((
        select json_agg(reached.code order by reached.code <> s.country, reached.code collate "C")
        from (
          select distinct country.code
          from shipping_rates r
          cross join unnest(case when r.countries = '{}' then p_everywhere else r.countries end)
            as country (code)
          where r.tenant_id = p_tenant and r.store_id = p_store and r.zone_id is null
          union
          select left(region.code, 2)
          from shipping_zones z
          cross join unnest(z.regions) as region (code)
          where z.tenant_id = p_tenant and z.store_id = p_store and exists (
            select 1 from shipping_rates r where r.tenant_id = p_tenant and r.zone_id = z.id)
          union
          -- The rest of the world: what no zone names as a whole.
          select country.code
          from shipping_zones z
          cross join unnest(p_everywhere) as country (code)
          where z.tenant_id = p_tenant and z.store_id = p_store and z.regions = '{}'
            and exists (
              select 1 from shipping_rates r where r.tenant_id = p_tenant and r.zone_id = z.id)
            and not exists (
              select 1 from shipping_zones other
              where other.tenant_id = p_tenant and other.store_id = p_store
                and country.code = any (other.regions))
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
