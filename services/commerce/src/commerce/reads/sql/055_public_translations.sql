-- A shop's texts in a language beside its own (see `shop/speaking.py`), null where it is not
-- published: {"products": {id: …}, "categories": {slug: …}, "collections": {slug: …},
-- "pages": {slug: …}, "options": {name: {"name": …, "values": {value: …}}}}. A thing has title,
-- and where p_whole description, seo_title, seo_description; what is not translated is null.
--
-- p_locales: the language asked for, then its own language without country, each counted where it is
-- published. Only what is asked for by id, slug or name is told, so that nothing unpublished is.
create or replace function public_translations(
  p_tenant uuid, p_store uuid, p_locales text[], p_products uuid[], p_categories text[],
  p_collections text[], p_pages text[], p_options text[], p_whole boolean
) returns text
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  v_locales text[];
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  v_locales := array(
    select l.locale from store_locales l
    where l.tenant_id = p_tenant and l.store_id = p_store and l.published
      and l.locale = any (p_locales)
    order by array_position(p_locales, l.locale));
  if v_locales[1] is distinct from p_locales[1] then
    return null;
  end if;
  return (
    with wanted as (
      select 'products' as kind, 'product' as stored, asked.id, asked.id::text as key
      from unnest(p_products) as asked (id)
      union all
      select 'categories', 'category', c.id, c.slug from categories c
      where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = any (p_categories)
      union all
      select 'collections', 'collection', c.id, c.slug from collections c
      where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = any (p_collections)
      union all
      select 'pages', 'page', g.id, g.slug from pages g
      where g.tenant_id = p_tenant and g.store_id = p_store and g.slug = any (p_pages)
    ), told as (
      select wanted.kind, wanted.key, jsonb_build_object(
          'title', (array_agg(t.title order by array_position(v_locales, t.locale))
                    filter (where t.title is not null))[1])
        || case when p_whole then jsonb_build_object(
          'description', (array_agg(t.description order by array_position(v_locales, t.locale))
                          filter (where t.description is not null))[1],
          'seo_title', (array_agg(t.seo_title order by array_position(v_locales, t.locale))
                        filter (where t.seo_title is not null))[1],
          'seo_description', (
            array_agg(t.seo_description order by array_position(v_locales, t.locale))
            filter (where t.seo_description is not null))[1])
          else '{}'::jsonb end as texts
      from wanted
      join translations t on t.tenant_id = p_tenant and t.store_id = p_store
        and t.kind = wanted.stored and t.resource_id = wanted.id and t.locale = any (v_locales)
      group by wanted.kind, wanted.key
    ), option_texts as (
      select t.option, t.value,
             (array_agg(t.text order by array_position(v_locales, t.locale)))[1] as text
      from option_translations t
      where t.tenant_id = p_tenant and t.store_id = p_store and t.locale = any (v_locales)
        and t.option = any (p_options)
      group by t.option, t.value
    )
    select coalesce((
        select jsonb_object_agg(by_kind.kind, by_kind.things)
        from (select kind, jsonb_object_agg(key, texts) as things from told group by kind) by_kind
      ), '{}'::jsonb)
      || jsonb_build_object('options', coalesce((
        select jsonb_object_agg(by_name.option, jsonb_build_object(
            'name', by_name.name, 'values', by_name.values))
        from (
          select option, max(text) filter (where value = '') as name,
                 coalesce(jsonb_object_agg(value, text) filter (where value <> ''), '{}'::jsonb)
                   as values
          from option_texts group by option
        ) by_name), '{}'::jsonb)))::text;
end
$$;
revoke all on function public_translations(
  uuid, uuid, text[], uuid[], text[], text[], text[], text[], boolean) from public;
grant execute on function public_translations(
  uuid, uuid, text[], uuid[], text[], text[], text[], text[], boolean) to commerce_app;
