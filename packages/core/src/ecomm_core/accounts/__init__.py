"""Accounts: users, tenants, memberships, log-ins; tokens and who may do what."""
