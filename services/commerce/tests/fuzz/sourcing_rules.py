"""What fits the schema of sourcing's operations and is refused, with the reason."""

_TAKEN = "what exists is known to the database"
_TYPED = "which fields there are is known to the kind of supplier"
_CREDENTIALS = {
    "credentials": _TYPED,
    "credentials.*": _TYPED,
}
_PRODUCT = {
    "external_id": "by its id or by its address, not both",
    "url": "an address of this supplier's",
}
_WAY = {
    "parts": "all of one supplier, each once",
    "parts.*.supplier_variant_id": _TAKEN,
}

_RULE = {
    "scope_id": "what the rule is for",
    "": "a margin and a fee leave something; bands rise",
    "formula": "a margin and a fee leave something; bands rise",
    "formula.margin": "a margin and a fee leave something",
    "formula.bands": "bands rise, and only the last one is for all above",
}

_TRIED = {
    **{f"rule.{name}".rstrip("."): why for name, why in _RULE.items()},
    "replaces": _TAKEN,
}

FIELDS: dict[str, dict[str, str]] = {
    "sales_channels_connect": _CREDENTIALS,
    "sales_channels_disconnect": {"name": "the shop's own"},
    "suppliers_connect": _CREDENTIALS,
    "suppliers_reconnect": _CREDENTIALS,
    "suppliers_search_by_picture": {
        "destination": "a form has no null: it is left out",
        "file": "a picture has content",
    },
    "suppliers_update": {"approval_above": "what the approval needs"},
    "suppliers_take": _PRODUCT,
    "mappings_create": _WAY,
    "mappings_update": _WAY,
    "mappings_reorder": {"mapping_ids": "all ways of the variant, each once"},
    "price_rules_create": _RULE,
    "price_rules_replace": _RULE,
    "price_rules_preview": _TRIED,
    "price_rules_preview_sum": _TRIED,
    "price_rules_lock": {"variant_ids.*": _TAKEN},
    "purchase_orders_swap": {
        "line_ids": "what one item is made of is swapped together",
        "line_ids.*": "a line of this purchase order",
        "mapping_id": "another way of what is swapped",
    },
    "purchase_orders_dispute": {
        "": "a refund or a return, one of both",
        "refund_id": "what gave back something of it",
        "return_id": "what gave back something of it",
        "lines.*.line_id": "what was given back, each once",
        "lines.*.quantity": "what was given back",
        "amount": "what it cost",
    },
    "purchase_orders_look_up": {"supplier_ref": "only while it is not known, and nobody else's"},
    "research_set_settings": {
        "max_cost.currency": "the store's own",
        "watch_at": "below the score for imports",
    },
    "goods_imports_start": {
        "goods.*.external_id": "by its id or by its address, not both",
        "goods.*.supplier_id": "an id is a supplier's",
        "goods.*.url": "an address of this supplier's",
    },
    "goods_imports_edit": {
        "variants.*.id": _TAKEN,
        "variants.*": "a former price is above the price",
        "media_ids.*": _TAKEN,
        "category_ids.*": _TAKEN,
    },
}

CODES: dict[str, dict[str, str]] = {
    "sales_channels_connect": {
        "connector_unknown": _TAKEN,
        "channel_connected": _TAKEN,
        "credentials_refused": _TYPED,
    },
    "sales_channels_migrate": {
        "channel_not_found": _TAKEN,
        "channel_closed": _TAKEN,
        "migration_running": "one at a time",
    },
    "channel_sync_switch": {"channel_closed": _TAKEN},
    "channel_products_publish": {"channel_closed": _TAKEN},
    "channel_products_settle": {
        "difference_gone": _TAKEN,
        "price_not_taken": "what the other shop sells in",
    },
    "suppliers_connect": {
        "adapter_unknown": _TAKEN,
        "account_connected": _TAKEN,
        "credentials_refused": _TYPED,
    },
    "suppliers_reconnect": {"other_account": _TAKEN, "credentials_refused": _TYPED},
    "suppliers_take": {"supplier_declined": "what the supplier has"},
    "suppliers_look": {"supplier_declined": "what the supplier has"},
    "mappings_create": {"variant_not_found": _TAKEN, "way_taken": _TAKEN},
    "mappings_update": {"way_taken": _TAKEN},
    "mappings_reorder": {"variant_not_found": _TAKEN},
    "mappings_suggestions": {"variant_not_found": _TAKEN},
    "price_rules_preview": {"price_rule_not_found": _TAKEN},
    "price_rules_preview_sum": {"price_rule_not_found": _TAKEN},
    "price_rules_create": {"too_many_price_rules": "200 a store"},
    "research_run": {
        "no_best_sellers": "somebody to ask",
        "research_running": "one at a time",
        "too_many_requests": "every quarter of an hour",
    },
    "research_dismiss": {"find_imported": "what is in the store is decided there"},
    "research_watch": {"find_imported": "what is in the store is decided there"},
    "research_undo_import": dict.fromkeys(
        ("find_not_imported", "find_on_sale"), "only an import can be taken back, until it is sold"
    ),
    "research_import_find": {"supplier_closed": "whose account is connected"},
    "goods_imports_start": {"supplier_not_found": _TAKEN, "supplier_closed": _TAKEN},
    "price_rules_apply": {"too_many_bulk_edits": "five at a time"},
    "purchase_orders_swap": dict.fromkeys(
        ("below_floor", "no_other_way", "purchase_taken_over"), "who else sells it, and for what"
    ),
    "purchase_orders_dispute": {"too_much_disputed": "what was given back"},
}
