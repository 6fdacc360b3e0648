"""Goods of suppliers on their way to being products of the store."""
