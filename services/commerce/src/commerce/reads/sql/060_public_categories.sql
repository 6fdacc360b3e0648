-- The shop's categories as a whole reply, siblings in their order. `products` counts the published
-- ones below it, too; without a picture of its own it shows that of the newest of them.
create or replace function public_categories(p_tenant uuid, p_store uuid, p_media text) returns text
language plpgsql volatile as $$
declare
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  with recursive tree as (
    select c.id as root, c.id from categories c
    where c.tenant_id = p_tenant and c.store_id = p_store
    union
    select tree.root, c.id from tree
    join categories c on c.tenant_id = p_tenant and c.parent_id = tree.id
  ), placed as (
    select distinct tree.root, p.id
    from tree
    join product_categories pc on pc.tenant_id = p_tenant and pc.category_id = tree.id
    join products p on p.tenant_id = p_tenant and p.id = pc.product_id and p.status = 'active'
  ), counted as (
    -- Ids are made in the order of time: the greatest is the newest.
    select root as id, count(*) as products,
           max(placed.id::text) filter (where m.product_id is not null)::uuid as newest
    from placed
    left join (
      select distinct m.product_id from media m
      where m.tenant_id = p_tenant and m.store_id = p_store
    ) m on m.product_id = placed.id
    group by root
  )
  select json_agg(json_build_object(
      'id', c.id, 'name', c.name, 'slug', c.slug, 'description', c.description,
      'parent_id', c.parent_id, 'products', coalesce(counted.products, 0),
      'image', coalesce(
        (select image_json(m, p_media) from media m
         where m.tenant_id = p_tenant and m.id = c.image_id),
        (select image_json(m, p_media) from media m
         where m.tenant_id = p_tenant and m.product_id = counted.newest
         order by m.position, m.id limit 1)),
      'seo', json_build_object('title', c.seo_title, 'description', c.seo_description)
    ) order by c.position, c.sort_name, c.id)
  into v_result
  from categories c
  left join counted on counted.id = c.id
  where c.tenant_id = p_tenant and c.store_id = p_store;
  return '{"data":' || coalesce(v_result::text, '[]') || ',"error":null}';
end
$$;
revoke all on function public_categories(uuid, uuid, text) from public;
grant execute on function public_categories(uuid, uuid, text) to commerce_app;

-- Every public address of the shop as a whole reply: home, list, categories, collections, pages,
-- the blog as it is at p_now, products.
create or replace function public_addresses(
  p_tenant uuid, p_store uuid, p_now timestamptz
) returns text
language plpgsql volatile as $$
declare
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  with product as (
    select '/products/' || p.slug as path, p.updated_at, p.published_at, p.id
    from products p
    where p.tenant_id = p_tenant and p.store_id = p_store and p.status = 'active'
  ), address as (
    select 1 as place, '/' as path, greatest(s.updated_at, (select max(updated_at) from product))
             as updated_at, null::timestamptz as published_at, s.id
    from stores s where s.tenant_id = p_tenant and s.id = p_store
    union all
    select 2, '/products', greatest(s.updated_at, (select max(updated_at) from product)), null, s.id
    from stores s where s.tenant_id = p_tenant and s.id = p_store
    union all
    select 3, '/categories/' || c.slug, c.updated_at, null, c.id from categories c
    where c.tenant_id = p_tenant and c.store_id = p_store
    union all
    select 4, '/collections/' || c.slug, c.updated_at, null, c.id from collections c
    where c.tenant_id = p_tenant and c.store_id = p_store and c.published
    union all
    select 4, '/pages/' || g.slug, g.updated_at, null, g.id from pages g
    where g.tenant_id = p_tenant and g.store_id = p_store and g.status = 'published'
    union all
    select 4, '/blog', max(b.updated_at), null, p_store from blog_posts b
    where b.tenant_id = p_tenant and b.store_id = p_store and b.status = 'published'
      and b.published_at <= p_now
    having count(*) > 0
    union all
    select 4, '/blog/' || b.slug, greatest(b.updated_at, b.published_at), null, b.id
    from blog_posts b
    where b.tenant_id = p_tenant and b.store_id = p_store and b.status = 'published'
      and b.published_at <= p_now
    union all
    select 5, path, updated_at, published_at, id from product
  )
  select json_agg(json_build_object(
      'path', path,
      'updated_at', to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ) order by place, published_at desc, id)
  into v_result
  from address;
  return '{"data":' || coalesce(v_result::text, '[]') || ',"error":null}';
end
$$;
revoke all on function public_addresses(uuid, uuid, timestamptz) from public;
grant execute on function public_addresses(uuid, uuid, timestamptz) to commerce_app;
