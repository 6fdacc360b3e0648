"""Suppliers: the port, its errors, and the registry. Vendors live in the folders beside this file.

suppliers = Suppliers(http=GuardedHttp(outbound), internal=internal, addresses=…)
account = suppliers.get_supplier("cj").connect(credentials)
"""

from ecomm_connectors.suppliers.errors import (
    InvalidSignature,
    Refusal,
    SupplierError,
    SupplierRefused,
    SupplierUnavailable,
)
from ecomm_connectors.suppliers.http import GuardedHttp
from ecomm_connectors.suppliers.port import Adapter, Capability, Credentials, Supplier
from ecomm_connectors.suppliers.registry import SupplierAddresses, Suppliers, SupplierUnknown

__all__ = [
    "Adapter",
    "Capability",
    "Credentials",
    "GuardedHttp",
    "InvalidSignature",
    "Refusal",
    "Supplier",
    "SupplierAddresses",
    "SupplierError",
    "SupplierRefused",
    "SupplierUnavailable",
    "SupplierUnknown",
    "Suppliers",
]
