-- The blog as shoppers read it: posts that are published and whose moment has come by p_now.

-- A post in a list (PublicPostRowOut), as json. The picture says what the post says of it.
create or replace function blog_post_json(b blog_posts, p_media text) returns json
language sql stable as $$
  select json_build_object(
    'id', b.id, 'slug', b.slug, 'title', b.title, 'summary', b.summary, 'author', b.author,
    'category', (
      select json_build_object('name', c.name, 'slug', c.slug) from blog_categories c
      where c.tenant_id = b.tenant_id and c.id = b.category_id),
    'tags', b.tags,
    'cover', (
      select (image_json(m, p_media)::jsonb || jsonb_build_object('alt', b.cover_alt))::json
      from media m where m.tenant_id = b.tenant_id and m.id = b.cover_id),
    'published_at', to_char(b.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'updated_at', to_char(b.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;
revoke all on function blog_post_json(blog_posts, text) from public;
grant execute on function blog_post_json(blog_posts, text) to commerce_app;

-- One page of the blog as a whole reply, the latest first; of a category (slug) or a tag only.
create or replace function public_blog(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_page integer,
  p_per_page integer, p_category text, p_tag text
) returns text
language plpgsql volatile as $$
declare
  v_result json;
  v_total bigint;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  with shown as materialized (
    select b.id, b.published_at from blog_posts b
    where b.tenant_id = p_tenant and b.store_id = p_store and b.status = 'published'
      and b.published_at <= p_now
      and (p_category is null or b.category_id = (
        select c.id from blog_categories c
        where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = p_category))
      and (p_tag is null or b.tags @> array[p_tag])
  ), page as (
    select s.id, s.published_at from shown s order by s.published_at desc, s.id desc
    limit p_per_page offset (p_page - 1)::bigint * p_per_page
  )
  select (select count(*) from shown),
         (select json_agg(blog_post_json(b, p_media) order by g.published_at desc, g.id desc)
          from page g join blog_posts b on b.tenant_id = p_tenant and b.id = g.id)
  into v_total, v_result;
  return format(
    '{"data":%s,"error":null,"page":{"total":%s,"page":%s,"per_page":%s,"next":null}}',
    coalesce(v_result::text, '[]'), v_total, p_page, p_per_page);
end
$$;
revoke all on function
  public_blog(uuid, uuid, timestamptz, text, integer, integer, text, text) from public;
grant execute on function
  public_blog(uuid, uuid, timestamptz, text, integer, integer, text, text) to commerce_app;

-- Categories that have something to read, by name, as a whole reply.
create or replace function public_blog_categories(p_tenant uuid, p_store uuid, p_now timestamptz)
returns text
language plpgsql volatile as $$
declare
  v_result json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  select json_agg(json_build_object('name', c.name, 'slug', c.slug, 'posts', n.posts)
                  order by c.sort_name, c.id)
  into v_result
  from blog_categories c
  cross join lateral (
    select count(*) as posts from blog_posts b
    where b.tenant_id = p_tenant and b.store_id = p_store and b.category_id = c.id
      and b.status = 'published' and b.published_at <= p_now) n
  where c.tenant_id = p_tenant and c.store_id = p_store and n.posts > 0;
  return '{"data":' || coalesce(v_result::text, '[]') || ',"error":null}';
end
$$;
revoke all on function public_blog_categories(uuid, uuid, timestamptz) from public;
grant execute on function public_blog_categories(uuid, uuid, timestamptz) to commerce_app;

-- A post as a whole reply, in its first line the ids of the products in it; `>` and the present
-- slug for one it had before, else null. Products are those that its text links, in that order.
create or replace function public_blog_post(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_currency text, p_slug text
) returns text
language plpgsql volatile as $$
declare
  v_post blog_posts%rowtype;
  v_products uuid[];
  v_related json;
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);
  select * into v_post from blog_posts b
  where b.tenant_id = p_tenant and b.store_id = p_store and b.slug = p_slug
    and b.status = 'published' and b.published_at <= p_now;
  if not found then
    return (
      select '>' || b.slug from slug_redirects s
      join blog_posts b on b.tenant_id = p_tenant and b.id = s.target_id
        and b.status = 'published' and b.published_at <= p_now
      where s.tenant_id = p_tenant and s.store_id = p_store and s.kind = 'post'
        and s.slug = p_slug);
  end if;

  v_products := array(
    select p.id from (
      select l.slug[1] as slug, min(l.place) as place
      from regexp_matches(
        v_post.body, 'href="(?:https?://[^"/]+)?/products/([a-z0-9-]+)[/"?#]', 'g'
      ) with ordinality as l (slug, place)
      group by 1
    ) l
    join products p on p.tenant_id = p_tenant and p.store_id = p_store and p.slug = l.slug
      and p.status = 'active'
    order by l.place limit 4);

  -- The same category counts as much as one tag in common; the latest of equals.
  select json_agg(blog_post_json(b, p_media) order by r.alike desc, r.published_at desc, r.id desc)
  into v_related
  from (
    select o.id, o.published_at,
      (o.category_id is not distinct from v_post.category_id
        and v_post.category_id is not null)::integer
      + cardinality(array(select unnest(o.tags) intersect select unnest(v_post.tags))) as alike
    from blog_posts o
    where o.tenant_id = p_tenant and o.store_id = p_store and o.status = 'published'
      and o.published_at <= p_now and o.id <> v_post.id
    order by alike desc, o.published_at desc, o.id desc limit 3
  ) r
  join blog_posts b on b.tenant_id = p_tenant and b.id = r.id;

  return array_to_string(v_products, ',') || E'\n{"data":'
    || rtrim(blog_post_json(v_post, p_media)::text, '}')
    || ',"body":' || to_json(v_post.body)
    || ',"seo":{"title":' || json_text(v_post.seo_title)
    || ',"description":' || json_text(v_post.seo_description) || '}'
    || ',"related":' || coalesce(v_related::text, '[]')
    || ',"products":['
    || coalesce(product_card_texts(p_tenant, p_now, p_media, p_currency, v_products), '')
    || ']},"error":null}';
end
$$;
revoke all on function
  public_blog_post(uuid, uuid, timestamptz, text, text, text) from public;
grant execute on function
  public_blog_post(uuid, uuid, timestamptz, text, text, text) to commerce_app;
