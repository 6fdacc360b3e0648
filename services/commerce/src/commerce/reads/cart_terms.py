"""What decides a cart's sums besides its lines: shipping, taxes, discounts, gift cards and the rate
of exchange, as one JSON value of the statement in `cart_lines` (its `cart` is the row)."""

from typing import Final

_SHIPPING = """(
  select coalesce(jsonb_agg(jsonb_build_object(
           'id', r.id, 'name', r.name, 'zone_id', r.zone_id, 'countries', r.countries,
           'basis', r.basis, 'amount', r.amount, 'tiers', r.tiers, 'free_over', r.free_over,
           'min_days', r.min_days, 'max_days', r.max_days) order by r.amount, r.id), '[]')
    from shipping_rates r where r.store_id = cart.store_id)"""

_ZONES = """(
  select coalesce(jsonb_agg(jsonb_build_object('id', z.id, 'regions', z.regions)
                  order by z.id), '[]')
    from shipping_zones z where z.store_id = cart.store_id)"""

_TAXES = """(
  select coalesce(jsonb_agg(jsonb_build_object(
           'name', t.name, 'ppm', t.rate_ppm, 'country', t.country, 'state', t.state,
           'postal_pattern', t.postal_pattern, 'tax_class', t.tax_class, 'slot', t.slot)
         order by t.slot, t.id), '[]')
    from tax_rates t where t.store_id = cart.store_id and t.country = :country)"""

_SETTINGS = """(
  select jsonb_build_object('tax_rounding', s.tax_rounding, 'max_age_days', s.rate_max_age_days)
    from pricing_settings s where s.store_id = cart.store_id)"""

_EXCHANGE = """case when cart.currency <> cart.base_currency then (
  select jsonb_build_object(
           'step', c.step, 'below', c.below, 'direction', c.direction,
           'manual_ppm', c.manual_ppm, 'manual_day', c.manual_day, 'bank', (
             select jsonb_build_object('day', d.day, 'of', d.of_ppm, 'to', d.to_ppm)
               from (select days.day,
                            case when cart.base_currency = 'EUR' then 1000000
                                 else (select e.per_euro_ppm from exchange_rates e
                                        where e.currency = cart.base_currency
                                          and e.day = days.day) end as of_ppm,
                            case when cart.currency = 'EUR' then 1000000
                                 else (select e.per_euro_ppm from exchange_rates e
                                        where e.currency = cart.currency
                                          and e.day = days.day) end as to_ppm
                       from (select e.day from exchange_rates e
                              where e.currency = case when cart.currency = 'EUR'
                                                      then cart.base_currency
                                                      else cart.currency end
                              order by e.day desc limit 5) as days) as d
              where d.of_ppm is not null and d.to_ppm is not null
              order by d.day desc limit 1))
    from store_currencies c
   where c.store_id = cart.store_id and c.currency = cart.currency and c.enabled) end"""

_DISCOUNTS = """(
  select coalesce(jsonb_agg(to_jsonb(d) || jsonb_build_object(
           'held_here', (
             select count(*) from discount_usages u
              where u.tenant_id = d.tenant_id and u.discount_id = d.id
                and u.checkout_id = cart.checkout_id and u.status = 'held'),
           'used_by_customer', case when d.customer_limit is null then 0 else (
             select count(*) from discount_usages u
              where u.tenant_id = d.tenant_id and u.discount_id = d.id
                and u.customer_key = cast(:customer_key as bytea) and u.status <> 'released'
                and u.checkout_id is distinct from cart.checkout_id) end) order by d.id), '[]')
    from discounts d
   where d.store_id = cart.store_id and d.deleted_at is null
     and (d.code_key is null and d.active or d.code_key = any(cart.codes))
     and (d.kind <> 'volume' or d.selection -> 'products' = '[]'
          or d.selection -> 'groups' <> '[]'
          or d.selection -> 'products' ?| array(
               select b.product_id::text from line
                 join product_variants b on b.tenant_id = line.tenant_id
                                        and b.id = line.variant_id)))"""

_GIFT_CARDS = """case when cardinality(cart.gift_cards) > 0 then (
  select coalesce(jsonb_agg(jsonb_build_object(
           'id', g.id, 'last4', g.last4, 'currency', g.currency, 'active', g.active,
           'expires_at', g.expires_at, 'test', g.test, 'balance', (
             select coalesce(sum(e.amount), 0) from tender_ledger e
              where e.tenant_id = g.tenant_id and e.gift_card_id = g.id
                and (e.checkout_id is null
                     or e.checkout_id is distinct from cart.checkout_id))) order by g.id), '[]')
    from gift_cards g where g.store_id = cart.store_id and g.id = any(cart.gift_cards))
  else '[]' end"""

_CREDIT = """case when cart.customer_id is not null then (
  select jsonb_build_object('id', c.id, 'balance', (
           select coalesce(sum(e.amount), 0) from tender_ledger e
            where e.tenant_id = c.tenant_id and e.store_credit_id = c.id
              and (e.checkout_id is null
                     or e.checkout_id is distinct from cart.checkout_id)))
    from store_credits c
   where c.store_id = cart.store_id and c.customer_id = cart.customer_id
     and c.currency = cart.currency) end"""

TERMS: Final = f"""jsonb_build_object(
  'rates', {_SHIPPING},
  'zones', {_ZONES},
  'taxes', {_TAXES},
  'settings', {_SETTINGS},
  'exchange', {_EXCHANGE},
  'discounts', {_DISCOUNTS},
  'gift_cards', {_GIFT_CARDS},
  'credit', {_CREDIT})"""
