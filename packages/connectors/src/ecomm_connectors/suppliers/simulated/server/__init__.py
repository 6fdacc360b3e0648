"""The simulated supplier's own side: an HTTP server that knows nothing of commerce.

It keeps its state in one SQLite file of its own: each act is one committed transaction there, so a
kill at any moment leaves either the whole act or none of it, and never shares a transaction with
whoever ordered. `SimulatedSupplier(path, …).app` is the application to serve.
"""

from ecomm_connectors.suppliers.simulated.server.app import SimulatedSupplier

__all__ = ["SimulatedSupplier"]
