"""Fakes of outside systems: real HTTP servers on loopback ports, never patched functions."""
