"""Shopify through its Admin GraphQL API, with the merchant's own app's access token.
https://shopify.dev/docs/api/admin-graphql"""

from ecomm_connectors.channels.shopify.adapter import ShopifyAdapter

__all__ = ["ShopifyAdapter"]
