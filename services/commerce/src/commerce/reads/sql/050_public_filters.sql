-- The filters of a product list as a whole reply (FiltersOut). A facet's counts ignore the facet
-- itself: the category counts are those of the search alone, all others are within the category.
-- p_collection (the slug of a published one) is where one looks, and bounds them all.
create or replace function public_filters(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_currency text, p_search text[],
  p_category text, p_collection text
) returns text
language plpgsql volatile as $$
declare
  v_categories uuid[];
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  if p_category is not null then
    v_categories := category_with_children(p_tenant, p_store, p_category);
  end if;

  with recursive found as materialized (
    select p.id, p.tags, p.price_min, p.price_max,
           p_category is null or p.id in (
             select c.product_id from product_categories c
             where c.tenant_id = p_tenant and c.category_id = any (v_categories)) as inside
    from products p
    where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
      and (p_search is null or p.search_text like all (p_search))
      and (p_collection is null or p.id in (
        select m.product_id from collection_products m
        join collections c on c.tenant_id = p_tenant and c.id = m.collection_id
        where m.tenant_id = p_tenant and c.store_id = p_store and c.slug = p_collection
          and c.published))
  ), tree as (
    select c.id as root, c.id from categories c
    where c.tenant_id = p_tenant and c.store_id = p_store
    union
    select tree.root, c.id from tree
    join categories c on c.tenant_id = p_tenant and c.parent_id = tree.id
  ), placed as (
    select distinct tree.root, pc.product_id
    from tree
    join product_categories pc on pc.tenant_id = p_tenant and pc.category_id = tree.id
  ), category_values as (
    select c.slug as value, c.name as label, counted.count,
           row_number() over (order by c.position, c.sort_name, c.id) as place
    from (
      select placed.root, count(*) as count
      from placed join found on found.id = placed.product_id
      group by placed.root
    ) counted
    join categories c on c.tenant_id = p_tenant and c.id = counted.root
  ), tag_values as (
    select tag as value, tag as label, count(*) as count,
           row_number() over (order by count(*) desc, tag collate "C") as place
    from found cross join unnest(found.tags) as tag
    where found.inside
    group by tag
    order by count(*) desc, tag collate "C"
    limit 50
  ), option_values as (
    -- Names are unique within a product, values within an option: rows are products.
    select o.name as option, v.value, count(*) as count,
           min(o.position) as option_place, min(v.place) as place
    from product_options o
    cross join unnest(o.values) with ordinality as v (value, place)
    where o.tenant_id = p_tenant and o.store_id = p_store
      and o.product_id in (select id from found where inside)
    group by o.name, v.value
  ), buyable as (
    select count(*) as count from found
    where found.inside and found.id in (
      select v.product_id from product_variants v
      left join inventory_items i on i.tenant_id = p_tenant and i.variant_id = v.id
      left join (
        select r.item_id, sum(r.quantity) as units from reservations r
        where r.tenant_id = p_tenant and r.store_id = p_store and r.status = 'open'
          and r.expires_at > p_now
        group by r.item_id
      ) held on held.item_id = i.id
      where v.tenant_id = p_tenant and v.store_id = p_store and v.deleted_at is null
        and case when i.kit then coalesce(kit_units(p_tenant, v.id, p_now), 1) > 0
          else i.id is null or not i.tracked or i.policy = 'backorder'
          or i.on_hand - i.committed - i.safety_stock > coalesce(held.units, 0) end)
  ), facets as (
    select 1 as place, 0::bigint as second, json_build_object(
             'key', 'category', 'label', 'Category', 'values',
             json_agg(json_build_object('value', value, 'label', label, 'count', count)
                      order by place)) as facet
    from category_values having count(*) > 0
    union all
    select 2, row_number() over (order by min(option_place), option collate "C"),
           json_build_object(
             'key', 'option.' || option, 'label', option, 'values',
             json_agg(json_build_object('value', value, 'label', value, 'count', count)
                      order by place, value collate "C"))
    from option_values group by option
    union all
    select 3, 0, json_build_object(
             'key', 'tag', 'label', 'Tag', 'values',
             json_agg(json_build_object('value', value, 'label', label, 'count', count)
                      order by place))
    from tag_values having count(*) > 0
    union all
    select 4, 0, json_build_object(
             'key', 'available', 'label', 'Availability', 'values', json_build_array(
               json_build_object('value', 'true', 'label', 'In stock', 'count', count)))
    from buyable where count > 0
  )
  select json_build_object(
    'price_min', (select json_build_object('amount', min(price_min), 'currency', p_currency)
                  from found where inside having count(*) > 0),
    'price_max', (select json_build_object('amount', max(price_max), 'currency', p_currency)
                  from found where inside having count(*) > 0),
    'facets', coalesce((select json_agg(facet order by place, second) from facets), '[]'::json))
  into v_result;
  return '{"data":' || v_result::text || ',"error":null}';
end
$$;
revoke all on function public_filters(uuid, uuid, timestamptz, text, text[], text, text)
  from public;
grant execute on function public_filters(uuid, uuid, timestamptz, text, text[], text, text)
  to commerce_app;
