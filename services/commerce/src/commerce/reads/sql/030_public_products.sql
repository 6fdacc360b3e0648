-- One page of a shop's product list as a whole reply. The unfiltered lists read their page from an
-- index; a filtered one is planned for the filters it has.
--
-- p_sort: newest | title | -title | price | -price | featured: the collection's own order, else the
-- newest first. p_collection: slug of a published one. p_search: LIKE patterns that must all match.
-- p_category: slug, with everything below it. p_options: [{"name": …, "values": […]}]; one variant
-- must have one of the values of every name, and be available where p_available is true. Nothing of
-- what is asked is put into a statement's text.
create or replace function public_products(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_currency text,
  p_sort text, p_page integer, p_per_page integer,
  p_search text[], p_category text, p_tag text, p_min bigint, p_max bigint,
  p_available boolean, p_options jsonb, p_collection text
) returns text
language plpgsql volatile
-- Without it every call plans the page's query anew (a limit by parameter is guessed badly, so that
-- the general plan looks dearer): a fifth of the list's cost for the same plan. Statements that are
-- put together below are planned for their values all the same.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_offset bigint := (p_page::bigint - 1) * p_per_page;
  v_total bigint;
  v_ids uuid[];
  v_categories uuid[];
  v_collection uuid;
  v_sort text := case p_sort when 'featured' then 'newest' else p_sort end;
  v_variant text;
  v_buyable text;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  if p_search is null and p_category is null and p_tag is null and p_min is null
     and p_max is null and p_available is null and p_options is null and p_collection is null then
    v_total := coalesce((
      select c.active from product_counts c
      where c.tenant_id = p_tenant and c.store_id = p_store), 0);
    case v_sort
      when 'newest' then
        v_ids := array(
          select p.id from products p
          where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
          order by p.published_at desc, p.id desc limit p_per_page offset v_offset);
      when 'title' then
        v_ids := array(
          select p.id from products p
          where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
          order by p.sort_title, p.id limit p_per_page offset v_offset);
      when '-title' then
        v_ids := array(
          select p.id from products p
          where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
          order by p.sort_title desc, p.id desc limit p_per_page offset v_offset);
      when 'price' then
        v_ids := array(
          select p.id from products p
          where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
          order by p.price_min, p.id limit p_per_page offset v_offset);
      when '-price' then
        v_ids := array(
          select p.id from products p
          where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
          order by p.price_min desc, p.id desc limit p_per_page offset v_offset);
    end case;
  else
    if p_category is not null then
      v_categories := category_with_children(p_tenant, p_store, p_category);
    end if;
    if p_collection is not null then
      -- No row: the id stays null, and nothing is in it.
      select c.id, case p_sort when 'featured' then c.sort else p_sort end
      into v_collection, v_sort
      from collections c
      where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = p_collection
        and c.published;
    end if;
    v_variant := 'p.id in (
        select v.product_id from product_variants v';
    for n in 0 .. coalesce(jsonb_array_length(p_options), 0) - 1 loop
      v_variant := v_variant || format('
        join product_options o%1$s on o%1$s.tenant_id = $1 and o%1$s.product_id = v.product_id
          and o%1$s.name = $8 -> %1$s ->> ''name''
          and $8 -> %1$s -> ''values'' ? v.option_values[o%1$s.position + 1]', n);
    end loop;
    v_buyable := v_variant || '
        left join inventory_items i on i.tenant_id = $1 and i.variant_id = v.id
        left join (
          select r.item_id, sum(r.quantity) as units from reservations r
          where r.tenant_id = $1 and r.store_id = $2 and r.status = ''open'' and r.expires_at > $9
          group by r.item_id
        ) held on held.item_id = i.id
        where v.tenant_id = $1 and v.store_id = $2 and v.deleted_at is null
          and case when i.kit then coalesce(kit_units($1, v.id, $9), 1) > 0
            else i.id is null or not i.tracked or i.policy = ''backorder''
            or i.on_hand - i.committed - i.safety_stock > coalesce(held.units, 0) end)';
    v_variant := v_variant || '
        where v.tenant_id = $1 and v.store_id = $2 and v.deleted_at is null)';
    execute 'with hits as materialized (
        select p.id, p.published_at, p.sort_title, p.price_min from products p
        where p.tenant_id = $1 and p.store_id = $2 and p.status = ''active'''
      || case when p_search is null then '' else ' and p.search_text like all ($3)' end
      || case when p_category is null then '' else ' and p.id in (
           select c.product_id from product_categories c
           where c.tenant_id = $1 and c.category_id = any ($4))' end
      || case when p_collection is null then '' else ' and p.id in (
           select m.product_id from collection_products m
           where m.tenant_id = $1 and m.collection_id = $12)' end
      || case when p_tag is null then '' else ' and $5 = any (p.tags)' end
      || case when p_min is null then '' else ' and p.price_max >= $6' end
      || case when p_max is null then '' else ' and p.price_min <= $7' end
      || case when p_available then ' and ' || v_buyable
              when not p_available then ' and ' || v_variant || ' and not ' || v_buyable
              when p_options is not null then ' and ' || v_variant
              else '' end
      || ')
      select (select count(*) from hits), array(select id from hits order by '
      || case coalesce(v_sort, 'newest')
           when 'manual' then '(select m.position from collection_products m
             where m.tenant_id = $1 and m.collection_id = $12 and m.product_id = hits.id), id'
           when 'newest' then 'published_at desc, id desc'
           when 'title' then 'sort_title, id'
           when '-title' then 'sort_title desc, id desc'
           when 'price' then 'price_min, id'
           when '-price' then 'price_min desc, id desc'
         end
      || ' limit $10 offset $11)'
    into v_total, v_ids
    using p_tenant, p_store, p_search, v_categories, p_tag, p_min, p_max, p_options,
          p_now, p_per_page, v_offset, v_collection;
  end if;

  return format(
    '{"data":[%s],"error":null,"page":{"total":%s,"page":%s,"per_page":%s,"next":null}}',
    product_card_texts(p_tenant, p_now, p_media, p_currency, v_ids), v_total, p_page, p_per_page);
end
$$;
revoke all on function public_products(
  uuid, uuid, timestamptz, text, text, text, integer, integer, text[], text, text, bigint, bigint,
  boolean, jsonb, text) from public;
grant execute on function public_products(
  uuid, uuid, timestamptz, text, text, text, integer, integer, text[], text, text, bigint, bigint,
  boolean, jsonb, text) to commerce_app;
