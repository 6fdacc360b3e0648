"""AliExpress, through its open platform for drop shippers.

Shapes follow its published interface documents; what only integrators report is said where it is
used. Merchants bring an app of their own: the platform grants one per developer account.
"""

from ecomm_connectors.suppliers.aliexpress.adapter import AliExpressAdapter

__all__ = ["AliExpressAdapter"]
