"""The states of a parcel (rules §6)."""

from commerce.orders.parcel_states import LIFECYCLE, WAITING, FulfilmentState

__all__ = ["LIFECYCLE", "WAITING", "FulfilmentState"]
