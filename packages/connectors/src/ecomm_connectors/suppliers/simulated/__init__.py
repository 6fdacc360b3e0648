"""The simulated supplier: a real HTTP server of our own (`server`), and the adapter to it.

It exists in local mode alone: the demo lives from it and the tests are hard through it.
"""

from ecomm_connectors.suppliers.simulated.adapter import SimulatedAdapter
from ecomm_connectors.suppliers.simulated.signing import SIGNATURE_HEADER

__all__ = ["SIGNATURE_HEADER", "SimulatedAdapter"]
