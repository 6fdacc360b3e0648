-- A product page's data as a whole reply. Null for an unknown or unpublished slug; `>` and the
-- present slug for one the product had before. Otherwise the first line lists the ids of the
-- products it was made from (itself and the related ones), the rest is the reply.
create or replace function public_product(
  p_tenant uuid, p_store uuid, p_now timestamptz, p_media text, p_currency text, p_slug text
) returns text
language plpgsql volatile as $$
declare
  v_product products%rowtype;
  v_moved text;
  v_category uuid;
  v_related uuid[];
begin
  perform set_config('app.tenant_id', p_tenant::text, true),
          set_config('app.store_id', p_store::text, true);

  select * into v_product from products p
  where p.tenant_id = p_tenant and p.store_id = p_store and p.slug = p_slug
    and p.status = 'active';
  if not found then
    select '>' || p.slug into v_moved
    from slug_redirects s
    join products p on p.tenant_id = p_tenant and p.id = s.target_id and p.status = 'active'
    where s.tenant_id = p_tenant and s.store_id = p_store and s.kind = 'product'
      and s.slug = p_slug
      and not exists (
        select 1 from products live
        where live.tenant_id = p_tenant and live.store_id = p_store and live.slug = p_slug);
    return v_moved;
  end if;

  select c.category_id into v_category from product_categories c
  where c.tenant_id = p_tenant and c.product_id = v_product.id
  order by c.position limit 1;
  v_related := related_products(p_tenant, p_store, v_product.id, v_category);

  return array_to_string(v_product.id || v_related, ',') || e'\n'
    || '{"data":' || (
      select json_build_object(
        'id', v_product.id, 'slug', v_product.slug, 'title', v_product.title,
        'description', v_product.description, 'vendor', v_product.vendor,
        'product_type', v_product.product_type, 'tags', v_product.tags,
        'images', coalesce((
          select json_agg(image_json(m, p_media) order by m.position, m.id) from media m
          where m.tenant_id = p_tenant and m.product_id = v_product.id), '[]'::json),
        'options', coalesce((
          select json_agg(json_build_object('name', o.name, 'values', o.values)
                          order by o.position)
          from product_options o
          where o.tenant_id = p_tenant and o.product_id = v_product.id), '[]'::json),
        'variants', product_variants_json(p_tenant, p_now, p_currency, v_product.id),
        'categories', coalesce((
          select json_agg(json_build_object('name', c.name, 'slug', c.slug) order by pc.position)
          from product_categories pc
          join categories c on c.tenant_id = p_tenant and c.id = pc.category_id
          where pc.tenant_id = p_tenant and pc.product_id = v_product.id), '[]'::json),
        'seo', json_build_object(
          'title', v_product.seo_title, 'description', v_product.seo_description,
          'keywords', v_product.seo_keywords),
        'related', product_cards(p_tenant, p_now, p_media, p_currency, v_related),
        'updated_at', to_char(v_product.updated_at at time zone 'UTC',
                              'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text
    || ',"error":null}';
end
$$;
revoke all on function public_product(uuid, uuid, timestamptz, text, text, text) from public;
grant execute on function public_product(uuid, uuid, timestamptz, text, text, text)
  to commerce_app;
