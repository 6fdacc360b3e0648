-- Ids of the category with this slug and of everything below it; empty for an unknown slug.
create or replace function category_with_children(p_tenant uuid, p_store uuid, p_slug text)
returns uuid[]
language plpgsql stable as $$
begin
  return array(
    with recursive below as (
      select c.id from categories c
      where c.tenant_id = p_tenant and c.store_id = p_store and c.slug = p_slug
      union
      select c.id from below
      join categories c on c.tenant_id = p_tenant and c.parent_id = below.id
    )
    select id from below);
end
$$;
revoke all on function category_with_children(uuid, uuid, text) from public;
grant execute on function category_with_children(uuid, uuid, text) to commerce_app;
