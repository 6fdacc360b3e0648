-- What a shop tells of a collection (PublicCollectionOut), as json. `products` counts the published
-- ones; without a picture of its own it shows that of the newest of them.
create or replace function collection_json(c collections, p_media text) returns json
language sql stable as $$
  select json_build_object(
    'id', c.id, 'slug', c.slug, 'title', c.title, 'description', c.description, 'sort', c.sort,
    'products', (
      select count(*) from collection_products m
      join products p on p.tenant_id = c.tenant_id and p.id = m.product_id and p.status = 'active'
      where m.tenant_id = c.tenant_id and m.collection_id = c.id),
    'image', coalesce(
      (select image_json(i, p_media) from media i
       where i.tenant_id = c.tenant_id and i.id = c.image_id),
      (select image_json(i, p_media)
       from collection_products m
       join products p on p.tenant_id = c.tenant_id and p.id = m.product_id and p.status = 'active'
       join media i on i.tenant_id = c.tenant_id and i.product_id = p.id
       where m.tenant_id = c.tenant_id and m.collection_id = c.id
       order by p.published_at desc, p.id desc, i.position, i.id limit 1)),
    'seo', json_build_object('title', c.seo_title, 'description', c.seo_description))
$$;
revoke all on function collection_json(collections, text) from public;
grant execute on function collection_json(collections, text) to commerce_app;

-- The shop's published collections as a whole reply, by title.
create or replace function public_collections(p_tenant uuid, p_store uuid, p_media text)
returns text
language plpgsql volatile as $$
declare
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  select json_agg(collection_json(c, p_media) order by c.sort_title, c.id)
  into v_result
  from collections c
  where c.tenant_id = p_tenant and c.store_id = p_store and c.published;
  return '{"data":' || coalesce(v_result::text, '[]') || ',"error":null}';
end
$$;
revoke all on function public_collections(uuid, uuid, text) from public;
grant execute on function public_collections(uuid, uuid, text) to commerce_app;

-- A published collection as a whole reply. Null for an unknown or unpublished slug; `>` and the
-- present slug for one the collection had before.
create or replace function public_collection(
  p_tenant uuid, p_store uuid, p_media text, p_slug text
) returns text
language plpgsql volatile as $$
declare
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  select collection_json(c, p_media) into v_result
  from collections c
  where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = p_slug and c.published;
  if v_result is not null then
    return '{"data":' || v_result::text || ',"error":null}';
  end if;
  return (
    select '>' || c.slug
    from slug_redirects s
    join collections c on c.tenant_id = p_tenant and c.id = s.target_id and c.published
    where s.tenant_id = p_tenant and s.store_id = p_store and s.kind = 'collection'
      and s.slug = p_slug
      and not exists (
        select 1 from collections live
        where live.tenant_id = p_tenant and live.store_id = p_store and live.slug = p_slug));
end
$$;
revoke all on function public_collection(uuid, uuid, text, text) from public;
grant execute on function public_collection(uuid, uuid, text, text) to commerce_app;
