-- The site of a shop: what menus lead to, pages, redirects. Run under row-level security; the
-- functions that shoppers' requests call set the scope themselves.

-- Path of a thing by its kind and slug.
create or replace function site_path(p_kind text, p_slug text) returns text
language sql immutable as $$
  select case p_kind when 'product' then '/products/' when 'category' then '/categories/'
    when 'collection' then '/collections/' when 'page' then '/pages/'
    when 'post' then '/blog/' end || p_slug
$$;

-- Slug of a thing that shoppers may see; null for any other.
create or replace function site_target_slug(
  p_tenant uuid, p_store uuid, p_kind text, p_id uuid
) returns text
language plpgsql stable as $$
begin
  return case p_kind
    when 'product' then (
      select p.slug from products p
      where p.tenant_id = p_tenant and p.id = p_id and p.store_id = p_store
        and p.status = 'active')
    when 'category' then (
      select c.slug from categories c
      where c.tenant_id = p_tenant and c.id = p_id and c.store_id = p_store)
    when 'collection' then (
      select k.slug from collections k
      where k.tenant_id = p_tenant and k.id = p_id and k.store_id = p_store and k.published)
    when 'page' then (
      select g.slug from pages g
      where g.tenant_id = p_tenant and g.id = p_id and g.store_id = p_store
        and g.status = 'published')
    when 'post' then (
      select b.slug from blog_posts b
      where b.tenant_id = p_tenant and b.id = p_id and b.store_id = p_store
        and b.status = 'published' and b.announce_at is null)
    end;
end
$$;

-- Title of a thing of the store, public or not; null where there is none.
create or replace function site_target_title(
  p_tenant uuid, p_store uuid, p_kind text, p_id uuid
) returns text
language plpgsql stable as $$
begin
  return case p_kind
    when 'product' then (
      select p.title from products p
      where p.tenant_id = p_tenant and p.id = p_id and p.store_id = p_store)
    when 'category' then (
      select c.name from categories c
      where c.tenant_id = p_tenant and c.id = p_id and c.store_id = p_store)
    when 'collection' then (
      select k.title from collections k
      where k.tenant_id = p_tenant and k.id = p_id and k.store_id = p_store)
    when 'page' then (
      select g.title from pages g
      where g.tenant_id = p_tenant and g.id = p_id and g.store_id = p_store)
    end;
end
$$;

-- Whether a page stands at a path (in normal form: decoded, case-folded, no last slash).
create or replace function site_is_live(p_tenant uuid, p_store uuid, p_path text) returns boolean
language plpgsql stable as $$
declare
  v_first text := split_part(p_path, '/', 2);
  v_slug text := split_part(p_path, '/', 3);
begin
  if p_path in ('/', '/products', '/categories', '/collections', '/blog', '/cart', '/checkout',
                '/search') then
    return true;
  end if;
  if v_slug = '' or split_part(p_path, '/', 4) <> '' then
    return false;
  end if;
  return case v_first
    when 'products' then exists (
      select 1 from products p
      where p.tenant_id = p_tenant and p.store_id = p_store and p.slug = v_slug
        and p.status = 'active')
    when 'categories' then exists (
      select 1 from categories c
      where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = v_slug)
    when 'collections' then exists (
      select 1 from collections k
      where k.tenant_id = p_tenant and k.store_id = p_store and k.slug = v_slug and k.published)
    when 'pages' then exists (
      select 1 from pages g
      where g.tenant_id = p_tenant and g.store_id = p_store and g.slug = v_slug
        and g.status = 'published')
    when 'blog' then exists (
      select 1 from blog_posts b
      where b.tenant_id = p_tenant and b.store_id = p_store and b.slug = v_slug
        and b.status = 'published' and b.announce_at is null)
    else false end;
end
$$;

-- Where a thing is now that had this path before; null where nothing public moved away from it.
create or replace function site_moved(p_tenant uuid, p_store uuid, p_path text) returns text
language plpgsql stable as $$
declare
  v_kind text := case split_part(p_path, '/', 2) when 'products' then 'product'
    when 'categories' then 'category' when 'collections' then 'collection'
    when 'pages' then 'page' when 'blog' then 'post' end;
  v_slug text := split_part(p_path, '/', 3);
begin
  if v_kind is null or v_slug = '' or split_part(p_path, '/', 4) <> '' then
    return null;
  end if;
  return (
    select site_path(v_kind, site_target_slug(p_tenant, p_store, v_kind, s.target_id))
    from slug_redirects s
    where s.tenant_id = p_tenant and s.store_id = p_store and s.kind = v_kind
      and s.slug = v_slug);
end
$$;

-- Where a path leads: null where a live page stands there, or nothing is known of it. A redirect of
-- the merchant's goes before one that a moved thing left; what it leads to may have moved since.
create or replace function public_redirect(p_tenant uuid, p_store uuid, p_path text) returns text
language plpgsql volatile as $$
declare
  v_target text;
  v_at text;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  if site_is_live(p_tenant, p_store, p_path) then
    return null;
  end if;
  select r.target into v_target from redirects r
  where r.tenant_id = p_tenant and r.store_id = p_store and r.path = p_path;
  if v_target is null then
    return site_moved(p_tenant, p_store, p_path);
  end if;
  v_at := split_part(split_part(v_target, '?', 1), '#', 1);
  if left(v_at, 1) = '/' and not site_is_live(p_tenant, p_store, v_at) then
    v_target := coalesce(site_moved(p_tenant, p_store, v_at), v_target);
  end if;
  return case when v_target = p_path then null else v_target end;
end
$$;

-- The menus of a shop: lines whose target is not public are left out.
create or replace function site_menus(p_tenant uuid, p_store uuid) returns json
language plpgsql stable as $$
begin
  return (
    with shown as materialized (
      select i.id, i.menu, i.parent_id, i.position, i.label,
        case i.kind when 'url' then i.url
          else site_path(i.kind, site_target_slug(p_tenant, p_store, i.kind, i.target_id)) end
          as href
      from menu_items i
      where i.tenant_id = p_tenant and i.store_id = p_store
    ), top as (
      select t.menu, t.position, json_build_object(
          'label', t.label, 'href', t.href,
          'items', coalesce((
            select json_agg(json_build_object('label', b.label, 'href', b.href)
                            order by b.position)
            from shown b where b.parent_id = t.id and b.href is not null), '[]'::json)) as line
      from shown t where t.parent_id is null and t.href is not null
    )
    select json_build_object(
      'header', coalesce((select json_agg(line order by position) from top
                          where menu = 'header'), '[]'::json),
      'footer', coalesce((select json_agg(line order by position) from top
                          where menu = 'footer'), '[]'::json),
      'product_ids', coalesce((
        select json_agg(distinct i.target_id) from menu_items i
        join products p on p.tenant_id = p_tenant and p.id = i.target_id and p.status = 'active'
        where i.tenant_id = p_tenant and i.store_id = p_store and i.kind = 'product'),
        '[]'::json)));
end
$$;

-- Ids of the products that menus lead to, with commas.
create or replace function site_menu_products(p_tenant uuid, p_store uuid) returns text
language sql stable as $$
  select coalesce(string_agg(distinct i.target_id::text, ','), '') from menu_items i
  where i.tenant_id = p_tenant and i.store_id = p_store and i.kind = 'product'
$$;

-- A published page as a whole reply; `>` and the present slug for one it had before, else null.
create or replace function public_page(p_tenant uuid, p_store uuid, p_slug text) returns text
language plpgsql volatile as $$
declare
  v_page pages%rowtype;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  select * into v_page from pages g
  where g.tenant_id = p_tenant and g.store_id = p_store and g.slug = p_slug
    and g.status = 'published';
  if not found then
    return (
      select '>' || g.slug from slug_redirects s
      join pages g on g.tenant_id = p_tenant and g.id = s.target_id and g.status = 'published'
      where s.tenant_id = p_tenant and s.store_id = p_store and s.kind = 'page'
        and s.slug = p_slug);
  end if;
  return '{"data":' || json_build_object(
    'kind', v_page.kind, 'title', v_page.title, 'slug', v_page.slug,
    'updated_at', to_char(v_page.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'body', v_page.body, 'seo_title', v_page.seo_title,
    'seo_description', v_page.seo_description)::text || ',"error":null}';
end
$$;

-- Every published page by name, as a whole reply.
create or replace function public_pages(p_tenant uuid, p_store uuid) returns text
language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  return '{"data":' || coalesce((
    select json_agg(json_build_object(
        'kind', g.kind, 'title', g.title, 'slug', g.slug,
        'updated_at', to_char(g.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      ) order by g.sort_title, g.id)
    from pages g
    where g.tenant_id = p_tenant and g.store_id = p_store and g.status = 'published'
  )::text, '[]') || ',"error":null}';
end
$$;

revoke all on function site_path(text, text) from public;
grant execute on function site_path(text, text) to commerce_app;
revoke all on function site_target_slug(uuid, uuid, text, uuid) from public;
grant execute on function site_target_slug(uuid, uuid, text, uuid) to commerce_app;
revoke all on function site_target_title(uuid, uuid, text, uuid) from public;
grant execute on function site_target_title(uuid, uuid, text, uuid) to commerce_app;
revoke all on function site_is_live(uuid, uuid, text) from public;
grant execute on function site_is_live(uuid, uuid, text) to commerce_app;
revoke all on function site_moved(uuid, uuid, text) from public;
grant execute on function site_moved(uuid, uuid, text) to commerce_app;
revoke all on function public_redirect(uuid, uuid, text) from public;
grant execute on function public_redirect(uuid, uuid, text) to commerce_app;
revoke all on function site_menus(uuid, uuid) from public;
grant execute on function site_menus(uuid, uuid) to commerce_app;
revoke all on function site_menu_products(uuid, uuid) from public;
grant execute on function site_menu_products(uuid, uuid) to commerce_app;
revoke all on function public_page(uuid, uuid, text) from public;
grant execute on function public_page(uuid, uuid, text) to commerce_app;
revoke all on function public_pages(uuid, uuid) from public;
grant execute on function public_pages(uuid, uuid) to commerce_app;
