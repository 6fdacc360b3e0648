"""Rules of commerce that JSON schema has no words for: what fits the schema and is refused.

Every refusal of a valid request that is not listed here fails the fuzzing: either the schema lies
by saying too little, or the refusal is wrong.
"""

from ecomm_testing.fuzz.campaign import Tolerated

from . import account_rules, content_rules, growth_rules, sourcing_rules
from .account_rules import BY_LINK, LEAVING, PROOF, TEAM
from .order_rules import DRAFT, REFUND

_ISO = "a list of the standards' codes, not a pattern"
_SPOKEN = "the shop's languages are known to the database"
_ONE_CURRENCY = "a store sells in one currency, which the document cannot know"
_REACHABLE = {"url": "a public address whose name resolves"}
_TAKEN = "what exists is known to the database"
_CURSOR = {"cursor": "opaque: only ours are valid"}
_EMAIL = "special-use domains get no mail"
_RULES = "a segment of rules has conditions, a manual one has none"
_AT_LEAST_ONE = "an empty list is refused in words of its own"

_PRODUCT = {
    "variants": _AT_LEAST_ONE,
    "variants.*.id": "whether it belongs to this product",
    "variants.*.options": "combinations are unique and use the product's own values",
    "options": "how many combinations they make",
    "options.*.name": "unique within the product, whatever the letters' case",
    "options.*.values": "unique within the option",
    "options.*.values.*": "unique within the option, whatever the letters' case",
    "category_ids.*": _TAKEN,
    "media_ids.*": _TAKEN,
    "price.currency": _ONE_CURRENCY,
    "compare_at_price.currency": _ONE_CURRENCY,
    "cost.currency": _ONE_CURRENCY,
    "compare_at_price": "above the price",
    "slug": "letters, digits, hyphens",
    "safety.manufacturer.email": _EMAIL,
    "safety.responsible.email": _EMAIL,
}
_CATEGORY = {"slug": "letters, digits, hyphens", "parent_id": _TAKEN, "image_id": _TAKEN}
_COLLECTION = {
    "slug": "letters, digits, hyphens",
    "image_id": _TAKEN,
    "rules": "a smart collection has conditions, one by hand has none",
    "rules.*.value": _TAKEN,
    "product_ids": "only of a collection by hand",
    "product_ids.*": _TAKEN,
    "sort": "a smart collection has no order by hand",
}
_DAYS = {
    "from": "with `to`, and not before anybody sold",
    "to": "with `from`, not before it, a year at most, and not to come",
}
_LINK = {"link_over": "a link is what a mail says, not any text of its form"}
_FILE = {"archive_refused": "bytes that are a ZIP", "too_many_parts": "a form of few fields"}
_PIXELS = {"image_refused": "bytes that are a picture"}
_DISCOUNT = {
    "percent_ppm": "what the kind needs",
    "kind": "volume prices have a page of their own",
    "amount": "what the kind needs",
    "amount.amount": "more than nothing",
    "bogo": "what the kind needs",
    "target": "what the kind is taken from",
    "each": "only a fixed amount off products",
    "ends_at": "after it starts",
    "minimum_subtotal.currency": _ONE_CURRENCY,
    "selection": _TAKEN,
    "segments": _TAKEN,
    "amount.currency": _ISO,
}
_REDIRECT = {
    "path": "a path of the shop, once percent-encoding is undone",
    "target": "a path of the shop or a whole web address",
}
_VOLUME = {
    "tiers.*": "a percentage or prices, and all breaks alike",
    "tiers.*.quantity": "each begins above the one before",
    "tiers.*.percent_ppm": "more units, more off",
    "tiers.*.prices": "one per currency, falling",
    "tiers.*.prices.*.currency": _ISO,
    "ends_at": "after it starts",
    "selection": _TAKEN,
    "segments": _TAKEN,
    "price.currency": _ONE_CURRENCY,
    "price.amount": "what a payment can carry",
}
_BUNDLE = {
    "variant_id": "one of a variant and a title, a product of one variant",
    "components": "each once, two units at least",
    "components.*.variant_id": _TAKEN,
    "percent_ppm": "what the price needs",
    "price": "what the price needs",
    "price.amount": "not below zero",
    "price.currency": _ONE_CURRENCY,
}
_CROSS_SELL = {
    "products": "where they are the source",
    "group_id": "where it is the source",
    "trigger": _TAKEN,
    "discount_id": _TAKEN,
}
_BALANCE = {
    "amount": "not nothing, and what a payment can carry",
    "amount.amount": "more than nothing",
    "amount.currency": _ONE_CURRENCY,
    "code": "sixteen signs without look-alikes",
    "email": _EMAIL,
    "expires_at": "in the future",
}
_BULK = {
    "ids": "either ids or a filter",
    "ids.*": _TAKEN,
    "filter": "finds something",
    "operations.*.amount": "every variant has a price",
    "operations.*.category_id": _TAKEN,
    "operations.*.collection_id": _TAKEN,
}
_STORE = {
    "currency": _ISO,
    "country": _ISO,
    "timezone": "the time zone database decides",
    "slug": "reserved words and the shape of a host name",
    "contact_email": _EMAIL,
    "locale": "languages that exist",
}
_RATE = {
    "max_days": "not less than min_days",
    "countries.*": _ISO,
    "countries": "not beside a zone",
    "tiers": "none on a flat rate, and no two that begin alike",
}
_WORDS = {
    "subject": "what the language of templates has",
    "body": "what the language of templates has",
}
_ZONE = {"regions.*": _ISO}

TOLERATED = Tolerated(
    fields={
        "*": {"Idempotency-Key": "odd on purpose"},
        "email_templates_save": _WORDS,
        "email_templates_preview": {**_WORDS, "locale": _SPOKEN},
        "email_templates_send_test": _WORDS,
        "mail_sender_put_sender": {"reply_to": _EMAIL, "from_email": _EMAIL},
        "products_create": _PRODUCT,
        "products_update": _PRODUCT,
        "products_upload": {"product_id": "forms have no null", "alt": "forms have no null"},
        "stores_create": _STORE,
        "domains_add": {"host": "a name that the domain name system can have"},
        "redirects_create": _REDIRECT,
        "redirects_update": _REDIRECT,
        "redirects_import_file": {"csv": "a header that names both columns"},
        "navigation_update": {
            f"{line}.{field}": "what this kind of line leads to"
            for line in ("items.*", "items.*.items.*")
            for field in ("url", "target_id")
        },
        "stores_update": _STORE,
        "shipping_create_rate": _RATE,
        "shipping_replace_rate": _RATE,
        "categories_create": _CATEGORY,
        "categories_update": _CATEGORY,
        "collections_create": _COLLECTION,
        "collections_update": _COLLECTION,
        "bulk_edits_create": _BULK,
        "bulk_edits_preview": _BULK,
        "collections_preview": {"rules.*.value": _TAKEN},
        "collections_arrange_products": {"product_ids.*": _TAKEN},
        "collections_add_products": {"product_ids.*": _TAKEN},
        "collections_remove_products": {"product_ids.*": _TAKEN},
        "orders_list": _CURSOR,
        **dict.fromkeys(
            [
                f"analytics_{report}"
                for report in (
                    "overview",
                    "revenue",
                    "products",
                    "customers",
                    "profit",
                    "export",
                    "all_stores",
                )
            ],
            _DAYS,
        ),
        "audit_list_entries": _CURSOR,
        "notifications_list_told": _CURSOR,
        "notifications_set_preferences": {"everywhere": "each kind once for each store"},
        "orders_update": {
            "email": _EMAIL,
            "shipping_address": "the country stays",
            "shipping_address.country": "the country stays",
        },
        "orders_bulk": dict.fromkeys(("tags", "carrier", "reason"), "what the action needs"),
        "fraud_set_settings": {"": "an order is held from the review's score on at the earliest"},
        "drafts_create": DRAFT,
        "drafts_replace": DRAFT,
        "drafts_mark_paid": {"total.currency": _ONE_CURRENCY},
        "drafts_public_pay": {"total.currency": _ONE_CURRENCY},
        "orders_refund": REFUND,
        "orders_preview_refund": REFUND,
        "orders_request_return": {
            "lines.*.item_id": _TAKEN,
            "lines.*.exchange_variant_id": _TAKEN,
        },
        "orders_declare_withdrawal": {
            "email": _EMAIL,
            "lines": _AT_LEAST_ONE,
            "lines.*.item_id": _TAKEN,
            "lines.*.exchange_variant_id": "a withdrawal gives money back",
        },
        "returns_create": {"lines.*.item_id": _TAKEN, "lines.*.exchange_variant_id": _TAKEN},
        "returns_receive": {
            "lines": "something has to have arrived",
            "lines.*.item_id": _TAKEN,
            "lines.*.received": "what was sent",
        },
        "returns_complete": {
            "shipping": "what was paid for it",
            "shipping.currency": _ONE_CURRENCY,
            "adjustment.currency": _ONE_CURRENCY,
            "fee": "not more than goes back",
            "fee.currency": _ONE_CURRENCY,
            "lines": "it has to come to something",
        },
        "orders_update_fulfillment": {"tracking_number": "something has to change"},
        "orders_fulfil": {"items": _AT_LEAST_ONE, "items.*.item_id": _TAKEN},
        "inventory_update": {
            "change": "on_hand or change, not both",
            "on_hand": "something has to change",
        },
        "imports_create": {"file": "a file with lines in it"},
        "imports_for_review": {
            "": "a list or pictures, one of both",
            "file": "a file with lines in it",
            "images": "bytes that are a ZIP",
        },
        "shipping_create_zone": _ZONE,
        "shipping_replace_zone": _ZONE,
        "shipping_test_address": {"country": _ISO},
        "inventory_bulk": {
            "items": "a variant once",
            "items.*.variant_id": _TAKEN,
            "items.*.change": "on_hand or change, not both",
            "items.*.on_hand": "something has to change",
        },
        "disputes_answer": {"": "an answer says something, and not too much together"},
        "currencies_add": {"currency": _ISO, "": "below is less than step"},
        "currencies_change": {"": "below is less than step"},
        "currencies_take_rates": {"xml": "the bank's own format"},
        "currencies_set_product_prices": {
            "prices.*.currency": _ONE_CURRENCY,
            "prices.*.variant_id": _TAKEN,
            "prices.*.price.currency": "the price's own",
            "prices.*.compare_at_price.currency": "the price's own",
        },
        "public_filters": {"currency": _ONE_CURRENCY, "locale": _SPOKEN},
        "public_offers_with": {"currency": _ONE_CURRENCY},
        "public_product": {"currency": _ONE_CURRENCY, "locale": _SPOKEN},
        "public_categories": {"locale": _SPOKEN},
        "public_collection": {"locale": _SPOKEN},
        "public_collections": {"locale": _SPOKEN},
        "public_page": {"locale": _SPOKEN},
        "public_pages": {"locale": _SPOKEN},
        "translations_add_locale": {"locale": "languages that exist"},
        "translations_put": {
            "title": "as long as the original's may be",
            "description": "as long as the original's may be",
        },
        "translations_put_options": {"texts.*": "each once"},
        "taxes_set_rate": {"country": _ISO},
        "taxes_create_rate": {"country": _ISO},
        "taxes_replace_rate": {"country": _ISO},
        "taxes_add_presets": {"countries.*": _ISO},
        "taxes_test_sale": {"country": _ISO},
        "public_store": {"currency": _ONE_CURRENCY},
        "public_products": {
            "currency": _ONE_CURRENCY,
            "locale": _SPOKEN,
            "option": "Name:Value, of the shop's own options",
        },
        "search_find": {
            "currency": _ONE_CURRENCY,
            "locale": _SPOKEN,
            "option": "Name:Value, of the shop's own options",
        },
        "search_suggest": {"currency": _ONE_CURRENCY, "locale": _SPOKEN},
        "discounts_create": _DISCOUNT,
        "discounts_replace": _DISCOUNT,
        "upsells_create_cross_sell": _CROSS_SELL,
        "upsells_replace_cross_sell": _CROSS_SELL,
        "upsells_create_bundle": _BUNDLE,
        "upsells_replace_bundle": _BUNDLE,
        "upsells_preview_bundle": _BUNDLE,
        "upsells_create_volume": _VOLUME,
        "upsells_replace_volume": _VOLUME,
        "upsells_preview_volume": _VOLUME,
        "discounts_test": {"currency": _ONE_CURRENCY, "lines.*.quantity": "one order's worth"},
        "gift_cards_create": _BALANCE,
        "gift_cards_adjust": _BALANCE,
        "store_credits_grant": _BALANCE,
        "store_credits_adjust_credit": _BALANCE,
        "carts_create": {"currency": _ONE_CURRENCY},
        "carts_update": {"currency": _ONE_CURRENCY},
        "carts_add_code": {"code": _TAKEN},
        "auth_register": {"email": _EMAIL},
        **account_rules.FIELDS,
        "customers_register": {"email": _EMAIL},
        "customers_login": {"email": _EMAIL},
        "customers_forgot_password": {"email": _EMAIL},
        "customers_create": {"email": _EMAIL, "address.country": _ISO, "country": _ISO},
        "customers_update": {"email": _EMAIL},
        "customers_import_csv": {"csv": "a header that names email, and lines of its shape"},
        "customers_add_address": {"country": _ISO},
        "customers_replace_address": {"country": _ISO},
        "customers_add_my_address": {"country": _ISO},
        "customers_replace_my_address": {"country": _ISO},
        "customers_change_password": {"current": "the password there is"},
        "customers_close": {"password": "the password there is"},
        "carts_contact": {"email": _EMAIL},
        "orders_track": {"email": _EMAIL},
        "segments_create": {"conditions": _RULES, "": _RULES},
        "segments_update": {"conditions": "a manual segment has none"},
        "checkout_start": {
            "email": _EMAIL,
            "shipping_rate_id": _TAKEN,
            "codes.*": _TAKEN,
            "shipping_address.country": _ISO,
        },
        "carts_shipping_rates": {"country": _ISO},
        **growth_rules.FIELDS,
        **content_rules.FIELDS,
        **sourcing_rules.FIELDS,
        "store_webhooks_create_webhook": _REACHABLE,
        "store_webhooks_replace_webhook": _REACHABLE,
    },
    codes={
        "*": {
            "idempotency_key_reused": "odd on purpose",
            "limit_reached": "what the plan includes is used up",
        },
        **{key: {**_LINK, **TEAM} for key in BY_LINK},
        "carts_add_code": {"code_unknown": _TAKEN},
        "orders_track": {"order_not_found": _TAKEN, "login_throttled": "guesses are counted"},
        "gift_cards_balance": {"gift_card_not_found": _TAKEN},
        **{
            key: {**PROOF, **TEAM}
            for key in (
                "auth_login_code",
                "auth_resend_verification",
                "auth_change_password",
                "auth_enrol_factor",
                "auth_confirm_factor",
                "auth_renew_recovery_codes",
                "auth_disable_factor",
                "team_hand_over",
            )
        },
        "auth_delete_me": {**PROOF, **LEAVING},
        "auth_own_copy_json": {"copy_not_ready": "files are kept for 14 days"},
        **dict.fromkeys(
            (
                "team_invite",
                "team_resend_invite",
                "team_revoke_invite",
                "team_update_member",
                "team_remove_member",
                "team_set_factor_rule",
                "team_create_role",
                "team_update_role",
                "team_delete_role",
                "api_keys_create_key",
            ),
            TEAM,
        ),
        "imports_for_review": {**_FILE, "upload_invalid": "a list or pictures, one of both"},
        "imports_create": _FILE,
        "products_upload": _PIXELS,
        "orders_add_return_photo": _PIXELS,
        "reviews_add_review_photo": _PIXELS,
        **sourcing_rules.CODES,
    },
)
