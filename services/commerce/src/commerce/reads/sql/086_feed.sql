-- What a product feed begins with: the shop's name, what it says of itself, its own host.
create or replace function public_feed_head(p_tenant uuid, p_store uuid) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return (
    select json_build_object(
      'name', s.name, 'description', s.description,
      'host', (
        select d.host from store_domains d
        where d.tenant_id = p_tenant and d.store_id = p_store and d.is_primary))::text
    from stores s where s.tenant_id = p_tenant and s.id = p_store);
end
$$;
revoke all on function public_feed_head(uuid, uuid) from public;
grant execute on function public_feed_head(uuid, uuid) to commerce_app;

-- Published products with an id above p_after as a JSON list, by id, p_limit at most: with the
-- variants as they can be bought at p_now. Gift cards are no goods and are left out. Amounts in minor
-- units. `path` is the primary category with those above it.
create or replace function public_feed(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_after uuid, p_limit integer
) returns text
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  with page as materialized (
    select p.id, p.slug, p.title, p.description, p.vendor from products p
    where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
      and p.id > p_after and not p.is_gift_card
    order by p.id limit p_limit
  )
  select json_agg(json_build_object(
      'id', g.id, 'slug', g.slug, 'title', g.title, 'description', g.description,
      'vendor', g.vendor,
      'path', (
        with recursive above as (
          select c.id, c.parent_id, c.name, 1 as height
          from product_categories pc
          join categories c on c.tenant_id = p_tenant and c.id = pc.category_id
          where pc.tenant_id = p_tenant and pc.product_id = g.id and pc.position = (
            select min(f.position) from product_categories f
            where f.tenant_id = p_tenant and f.product_id = g.id)
          union all
          select c.id, c.parent_id, c.name, a.height + 1
          from above a join categories c on c.tenant_id = p_tenant and c.id = a.parent_id
          where a.height < 10
        )
        select json_agg(a.name order by a.height desc) from above a),
      'images', (
        select json_agg(shown.url order by shown.position, shown.id) from (
          select m.id, m.position,
                 p_media || coalesce(m.sizes -> -1 ->> 'key', m.original_key) as url
          from media m where m.tenant_id = p_tenant and m.product_id = g.id
          order by m.position, m.id limit 11) shown),
      'variants', (
        select json_agg(json_build_object(
            'id', v.id, 'title', v.title, 'sku', v.sku, 'barcode', v.barcode, 'price', v.price,
            'compare_at', case when v.compare_at_price > v.price then v.compare_at_price end,
            'available', stock.free is null or stock.free > 0) order by v.position, v.id)
        from product_variants v
        left join inventory_items i on i.tenant_id = p_tenant and i.variant_id = v.id
        cross join lateral (
          select case
            when i.kit then kit_units(p_tenant, v.id, p_now)
            when i.tracked and i.policy = 'deny' then
              i.on_hand - i.committed - i.safety_stock - coalesce((
                select sum(r.quantity) from reservations r
                where r.tenant_id = p_tenant and r.item_id = i.id and r.status = 'open'
                  and r.expires_at > p_now), 0)
            end as free
          offset 0) stock
        where v.tenant_id = p_tenant and v.product_id = g.id and v.deleted_at is null)
    ) order by g.id)
  into v_result
  from page g;
  return coalesce(v_result::text, '[]');
end
$$;
revoke all on function
  public_feed(uuid, uuid, timestamptz, text, uuid, integer) from public;
grant execute on function
  public_feed(uuid, uuid, timestamptz, text, uuid, integer) to commerce_app;
