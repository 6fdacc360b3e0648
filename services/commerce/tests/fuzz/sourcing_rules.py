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

FIELDS: dict[str, dict[str, str]] = {
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
    "price_rules_create": _RULE,
    "price_rules_replace": _RULE,
    "price_rules_preview": {
        **{f"rule.{name}".rstrip("."): why for name, why in _RULE.items()},
        "replaces": _TAKEN,
    },
    "price_rules_lock": {"variant_ids.*": _TAKEN},
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
    "suppliers_connect": {
        "adapter_unknown": _TAKEN,
        "account_connected": _TAKEN,
        "credentials_refused": _TYPED,
    },
    "suppliers_reconnect": {"other_account": _TAKEN, "credentials_refused": _TYPED},
    "suppliers_take": {"supplier_declined": "what the supplier has"},
    "mappings_create": {"variant_not_found": _TAKEN, "way_taken": _TAKEN},
    "mappings_update": {"way_taken": _TAKEN},
    "mappings_suggestions": {"variant_not_found": _TAKEN},
    "price_rules_preview": {"price_rule_not_found": _TAKEN},
    "price_rules_create": {"too_many_price_rules": "200 a store"},
    "goods_imports_start": {"supplier_not_found": _TAKEN, "supplier_closed": _TAKEN},
    "price_rules_apply": {"too_many_bulk_edits": "five at a time"},
}
