"""What shoppers are shown is written down as it changes; stores that sell abroad can be found."""

from alembic import op

from ecomm_core.db.migration_ops import definer, locator_may_read

revision = "0026_price_history"
down_revision = "0025_mail_templates"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"


def upgrade() -> None:
    """Triggers that keep the history, today's prices as its beginning, and the look-up."""
    _keep_prices()
    _begin()
    locator_may_read(LOCATOR, "store_currencies", "tenant_id", "store_id", "enabled", "manual_ppm")
    definer(
        "commerce",
        "stores_abroad(p_after uuid, p_n integer)",
        "table (tenant_id uuid, store_id uuid)",
        "select c.tenant_id, c.store_id from store_currencies c "
        "where c.enabled and c.manual_ppm is null and c.store_id > p_after "
        "group by c.tenant_id, c.store_id order by c.store_id limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _keep_prices() -> None:
    """The function's body is replaced by the newest one of `pricing/sql` after the chain (see
    `env.py`); a trigger only ever changes by a revision."""
    op.execute(
        """create function keep_price_shown() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'products' then
    -- It is shown from now on; what it was last shown at counts no second time.
    insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
    select v.tenant_id, gen_random_uuid(), v.store_id, v.id, s.currency, v.price, new.updated_at
    from product_variants v
    join stores s on s.tenant_id = v.tenant_id and s.id = v.store_id
    where v.tenant_id = new.tenant_id and v.product_id = new.id and v.deleted_at is null
      and v.price is distinct from (
        select h.price from price_history h
        where h.tenant_id = v.tenant_id and h.variant_id = v.id and h.currency = s.currency
        order by h.at desc, h.id desc limit 1);
  elsif tg_op = 'INSERT' then
    insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
    select v.tenant_id, gen_random_uuid(), v.store_id, v.id, s.currency, v.price, v.updated_at
    from fresh v
    join products p on p.tenant_id = v.tenant_id and p.id = v.product_id and p.status = 'active'
    join stores s on s.tenant_id = v.tenant_id and s.id = v.store_id;
  else
    insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
    select new.tenant_id, gen_random_uuid(), new.store_id, new.id, s.currency, new.price,
           new.updated_at
    from products p
    join stores s on s.tenant_id = p.tenant_id and s.id = p.store_id
    where p.tenant_id = new.tenant_id and p.id = new.product_id and p.status = 'active';
  end if;
  return null;
end
$$"""
    )
    op.execute("revoke all on function keep_price_shown() from public")
    op.execute(f"grant execute on function keep_price_shown() to {APP}")
    op.execute(
        "create trigger price_inserted after insert on product_variants "
        "referencing new table as fresh for each statement execute function keep_price_shown()"
    )
    op.execute(
        "create trigger price_updated after update of price on product_variants for each row "
        "when (old.price <> new.price) execute function keep_price_shown()"
    )
    op.execute(
        "create trigger price_published after update of status on products for each row "
        "when (new.status = 'active' and old.status <> 'active') "
        "execute function keep_price_shown()"
    )


def _begin() -> None:
    """What is shown today is the first that is known of it."""
    tables = ("stores", "products", "product_variants", "price_history")
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """insert into price_history (tenant_id, id, store_id, variant_id, currency, price, at)
           select v.tenant_id, gen_random_uuid(), v.store_id, v.id, s.currency, v.price,
                  v.updated_at
             from product_variants v
             join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
             join stores s on s.tenant_id = v.tenant_id and s.id = v.store_id
            where p.status = 'active' and v.deleted_at is null"""
    )
    for table in tables:
        op.execute(f"alter table {table} force row level security")
