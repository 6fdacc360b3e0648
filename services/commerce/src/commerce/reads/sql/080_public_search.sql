-- A search in a shop: a line of JSON with what the counts need, then the cards of the page with
-- commas between them. What is found is looked at again under row-level security: a product that was
-- withdrawn a moment ago is in no reply, whatever the index still says.
--
-- p_category: a slug, with everything below it; an unknown one finds nothing. The rest: search_hits.
create or replace function public_search(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_currency text,
  p_tiers text[], p_category text, p_names text[], p_filters text[], p_min bigint, p_max bigint,
  p_available boolean, p_options jsonb, p_sort text, p_limit integer, p_offset integer,
  p_cap integer, p_counted boolean, p_facets boolean
) returns text
language plpgsql volatile as $$
declare
  v_category uuid;
  v_hits jsonb;
  v_ids uuid[];
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  if p_category is not null then
    select c.id into v_category from categories c
    where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = p_category;
    p_names := p_names || 'category'::text;
    p_filters := p_filters || format(
      '''%sc:%s''', right(replace(p_store::text, '-', ''), 10), coalesce(v_category::text, '-'));
  end if;
  v_hits := search_hits(p_tiers, p_names, p_filters, p_min, p_max, p_available, p_options, p_sort,
                        p_limit, p_offset, p_cap, p_counted, p_facets);
  -- Each is met by its key, whose order only its own index gives: joined, all products of the store
  -- were read for the ids of one page, which was most of what a search cost.
  v_ids := array(
    select p.id from jsonb_array_elements_text(v_hits -> 'ids') with ordinality as hit (id, place)
    cross join lateral (
      select one.id from products one
      where one.tenant_id = p_tenant and one.id between hit.id::uuid and hit.id::uuid
        and one.status = 'active'
      order by one.id limit 1) p
    order by hit.place);
  return (v_hits - 'ids' || case when p_facets then jsonb_build_object('categories', coalesce((
      select jsonb_agg(jsonb_build_array(c.id, c.slug, c.name, c.parent_id)
                       order by c.position, c.sort_name, c.id)
      from categories c
      where c.tenant_id = p_tenant and c.store_id = p_store
        and c.id in (select substr(counted ->> 0, 2)::uuid
                     from jsonb_array_elements(v_hits -> 'counts') counted
                     where left(counted ->> 0, 1) = 'c')), '[]')) else '{}' end)::text
    || e'\n'
    || coalesce(product_card_texts(p_tenant, p_now, p_media, p_currency, v_ids), '');
end
$$;
revoke all on function public_search(
  uuid, uuid, timestamptz, text, text, text[], text, text[], text[], bigint, bigint, boolean, jsonb,
  text, integer, integer, integer, boolean, boolean) from public;
grant execute on function public_search(
  uuid, uuid, timestamptz, text, text, text[], text, text[], text[], bigint, bigint, boolean, jsonb,
  text, integer, integer, integer, boolean, boolean) to commerce_app;
