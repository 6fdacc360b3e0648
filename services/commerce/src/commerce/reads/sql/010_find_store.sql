-- The live store behind a slug with what a public request needs to know of it, or null.
-- Called before a tenant is known: the look-up goes through locate_store (ids only), the row itself
-- is read under row-level security.
create or replace function find_store(p_slug text) returns text
language plpgsql volatile as $$
declare
  v_tenant uuid;
  v_store uuid;
begin
  select l.tenant_id, l.store_id into v_tenant, v_store from locate_store(p_slug) l;
  if v_store is null then
    return null;
  end if;
  perform set_config('app.tenant_id', v_tenant::text, true),
          set_config('app.store_id', v_store::text, true);
  return (
    select json_build_object(
      'tenant_id', s.tenant_id, 'id', s.id, 'slug', s.slug, 'name', s.name, 'status', s.status,
      'currency', s.currency, 'country', s.country, 'locale', s.locale, 'timezone', s.timezone,
      'test_mode', s.test_mode, 'prices_include_tax', s.prices_include_tax,
      'shipping_taxable', s.shipping_taxable, 'contact_email', s.contact_email,
      'payout_account', s.payout_account)::text
    from stores s
    where s.tenant_id = v_tenant and s.id = v_store and s.deleted_at is null);
end
$$;
revoke all on function find_store(text) from public;
grant execute on function find_store(text) to commerce_app;
