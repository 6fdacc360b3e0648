-- What is gone takes its translations along, whoever deletes it. Products stay as rows when they are
-- purged, without their texts; their translations go then.
create or replace function forget_translations() returns trigger language plpgsql as $$
begin
  delete from translations t
  where t.tenant_id = old.tenant_id and t.store_id = old.store_id and t.kind = tg_argv[0]
    and t.resource_id = old.id;
  return null;
end
$$;
revoke all on function forget_translations() from public;
grant execute on function forget_translations() to commerce_app;

do $$
begin
  if not exists (select 1 from pg_trigger
                 where tgrelid = 'categories'::regclass and tgname = 'translations_gone') then
    create trigger translations_gone after delete on categories
      for each row execute function forget_translations('category');
    create trigger translations_gone after delete on collections
      for each row execute function forget_translations('collection');
    create trigger translations_gone after delete on pages
      for each row execute function forget_translations('page');
    create trigger translations_gone after update of purged_at on products
      for each row when (new.purged_at is not null and old.purged_at is null)
      execute function forget_translations('product');
  end if;
end
$$;
