"""What is asked of Shopify's Admin GraphQL API, and how much of it at once.

A query may cost 1,000 points: an object is one, a connection counts what it may return. The page
sizes keep each query below that; what does not fit a page (more variants, pictures or lines than
most have) is read by the queries with `More` in their names.
https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "2026-07"

PRODUCTS_AT_ONCE: Final = 20
VARIANTS_AT_ONCE: Final = 100
GROUPS_AT_ONCE: Final = 5
MEMBERS_AT_ONCE: Final = 100
CUSTOMERS_AT_ONCE: Final = 50
ORDERS_AT_ONCE: Final = 7
REDIRECTS_AT_ONCE: Final = 100

_MEDIA: Final = "alt ... on MediaImage { image { url } }"
_PRODUCT: Final = f"""
fragment ProductFields on Product {{
  id handle title descriptionHtml vendor productType tags status updatedAt onlineStoreUrl
  seo {{ title description }}
  options {{ name optionValues {{ name }} }}
  media(first: 10) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ {_MEDIA} }} }}
}}"""
_ADDRESS: Final = "name address1 address2 city province zip countryCodeV2 phone"
_LINES: Final = """pageInfo { hasNextPage endCursor }
      nodes {
        id title variantTitle sku quantity currentQuantity
        originalUnitPriceSet { presentmentMoney { amount } }
        totalDiscountSet { presentmentMoney { amount } }
        product { id } variant { id }
      }"""
_ORDER: Final = f"""
fragment OrderFields on Order {{
  id name email test createdAt processedAt updatedAt cancelledAt taxesIncluded
  displayFinancialStatus displayFulfillmentStatus presentmentCurrencyCode
  customer {{ id }}
  totalPriceSet {{ presentmentMoney {{ amount }} }}
  subtotalPriceSet {{ presentmentMoney {{ amount }} }}
  totalDiscountsSet {{ presentmentMoney {{ amount }} }}
  totalShippingPriceSet {{ presentmentMoney {{ amount }} }}
  totalTaxSet {{ presentmentMoney {{ amount }} }}
  totalRefundedSet {{ presentmentMoney {{ amount }} }}
  shippingLine {{ title }}
  shippingAddress {{ {_ADDRESS} }}
  refunds(first: 5) {{ id createdAt note totalRefundedSet {{ presentmentMoney {{ amount }} }} }}
  lineItems(first: 10) {{ {_LINES} }}
}}"""

SHOP: Final = """query Shop {
  shop { id name myshopifyDomain currencyCode primaryDomain { url } }
  currentAppInstallation { accessScopes { handle } }
  location { id }
}"""

PRODUCTS: Final = f"""query Products($first: Int!, $after: String) {{
  productsCount {{ count }}
  products(first: $first, after: $after, sortKey: ID) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ ...ProductFields }}
  }}
}}{_PRODUCT}"""

PRODUCT: Final = (
    f"""query Product($id: ID!) {{ product(id: $id) {{ ...ProductFields }} }}{_PRODUCT}"""
)

VARIANTS: Final = """query Variants($first: Int!, $after: String, $query: String!) {
  productVariants(first: $first, after: $after, query: $query, sortKey: ID) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id sku barcode price compareAtPrice position inventoryPolicy inventoryQuantity
      selectedOptions { name value }
      product { id }
      inventoryItem {
        id tracked unitCost { amount currencyCode } measurement { weight { value unit } }
      }
    }
  }
}"""

MORE_MEDIA: Final = f"""query MoreMedia($id: ID!, $after: String) {{
  product(id: $id) {{
    media(first: 100, after: $after) {{
      pageInfo {{ hasNextPage endCursor }} nodes {{ {_MEDIA} }}
    }}
  }}
}}"""

GROUPS: Final = """query Collections($first: Int!, $after: String, $members: Int!) {
  collections(first: $first, after: $after, sortKey: ID) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id handle title descriptionHtml seo { title description }
      products(first: $members) { pageInfo { hasNextPage endCursor } nodes { id } }
    }
  }
}"""

MORE_MEMBERS: Final = """query MoreMembers($id: ID!, $first: Int!, $after: String) {
  collection(id: $id) {
    products(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } nodes { id }
    }
  }
}"""

CUSTOMERS: Final = f"""query Customers($first: Int!, $after: String) {{
  customersCount {{ count }}
  customers(first: $first, after: $after, sortKey: ID) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{
      id firstName lastName note tags createdAt
      defaultEmailAddress {{ emailAddress marketingState marketingUpdatedAt }}
      defaultPhoneNumber {{ phoneNumber }}
      addressesV2(first: 5) {{ nodes {{ {_ADDRESS} }} }}
    }}
  }}
}}"""

ORDERS: Final = f"""query Orders($first: Int!, $after: String, $query: String) {{
  ordersCount(limit: null) {{ count }}
  orders(first: $first, after: $after, sortKey: ID, query: $query) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ ...OrderFields }}
  }}
}}{_ORDER}"""

ORDER: Final = f"""query Order($id: ID!) {{ order(id: $id) {{ ...OrderFields }} }}{_ORDER}"""

MORE_LINES: Final = f"""query MoreLines($id: ID!, $after: String) {{
  order(id: $id) {{ lineItems(first: 50, after: $after) {{ {_LINES} }} }}
}}"""

RESTOCKS: Final = """query Restocks($id: ID!) {
  order(id: $id) {
    refunds(first: 20) {
      refundLineItems(first: 20) { nodes { quantity restockType lineItem { id } } }
    }
  }
}"""

REDIRECTS: Final = """query Redirects($first: Int!, $after: String) {
  urlRedirectsCount { count }
  urlRedirects(first: $first, after: $after, sortKey: ID) {
    pageInfo { hasNextPage endCursor } nodes { id path target }
  }
}"""

_MARKED: Final = 'id handle metafield(namespace: "ecomm", key: "ecomm_product") { value }'

BY_HANDLE: Final = f"""query ByHandle($handle: String!) {{
  productByIdentifier(identifier: {{ handle: $handle }}) {{ {_MARKED} }}
}}"""

BY_SKU: Final = f"""query BySku($query: String!) {{
  productVariants(first: 100, query: $query, sortKey: ID) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ sku product {{ {_MARKED} }} }}
  }}
}}"""

PUBLISH: Final = """mutation Publish(
  $input: ProductSetInput!, $identifier: ProductSetIdentifiers!
) {
  productSet(input: $input, identifier: $identifier, synchronous: true) {
    product { id } userErrors { code field message }
  }
}"""

STOCK: Final = """query Stock($ids: [ID!]!, $location: ID!) {
  nodes(ids: $ids) {
    ... on InventoryItem {
      id tracked
      inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } }
    }
  }
}"""

SET_STOCK: Final = """mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    userErrors { code field message }
  }
}"""

HOOKS: Final = """query Hooks($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { id topic uri }
  }
}"""

SUBSCRIBE: Final = """mutation Subscribe($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) {
    userErrors { field message }
  }
}"""
