"""Ports and adapters to the outside: one folder per port, one folder per vendor below it."""
