"""Caps on money, reserved before a call in leased slices."""
