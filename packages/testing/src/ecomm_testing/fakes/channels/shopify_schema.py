"""The part of Shopify's Admin GraphQL schema (2026-07) that the fake serves: types and names as
documented, so that a query for a field that Shopify has not fails here, too. And what a query
costs: an object one point, a connection two and what it may return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    value_from_ast_untyped,
)

SDL = """
directive @idempotent(key: String!) on FIELD
scalar DateTime
scalar HTML
scalar Money
scalar Decimal
scalar URL
scalar ProductSetUserErrorCode
enum FileContentType { EXTERNAL_VIDEO FILE IMAGE MODEL_3D VIDEO }
interface Node { id: ID! }
interface Media { id: ID! alt: String }
enum SortKeys { ID CREATED_AT UPDATED_AT }
enum CountPrecision { EXACT AT_LEAST }
enum ProductStatus { ACTIVE ARCHIVED DRAFT UNLISTED }
enum ProductVariantInventoryPolicy { CONTINUE DENY }
enum WeightUnit { GRAMS KILOGRAMS OUNCES POUNDS }
enum CurrencyCode { EUR USD JPY }
enum CountryCode { DE FR US }
enum CustomerEmailAddressMarketingState { NOT_SUBSCRIBED PENDING SUBSCRIBED UNSUBSCRIBED }
enum OrderDisplayFinancialStatus {
  AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED
}
enum OrderDisplayFulfillmentStatus { FULFILLED PARTIALLY_FULFILLED UNFULFILLED }
enum WebhookSubscriptionTopic {
  PRODUCTS_CREATE PRODUCTS_UPDATE PRODUCTS_DELETE INVENTORY_LEVELS_UPDATE
  ORDERS_CREATE ORDERS_UPDATED ORDERS_CANCELLED APP_UNINSTALLED
}
enum RefundLineItemRestockType { CANCEL LEGACY_RESTOCK NO_RESTOCK RETURN }
enum WebhookSubscriptionFormat { JSON XML }
enum InventorySetQuantitiesUserErrorCode {
  CHANGE_FROM_QUANTITY_STALE INVALID_INVENTORY_ITEM INVALID_QUANTITY_NEGATIVE
}
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String }
type Count { count: Int! precision: CountPrecision! }
type Domain { url: URL! host: String! }
type Shop {
  id: ID! name: String! myshopifyDomain: String! currencyCode: CurrencyCode! primaryDomain: Domain!
}
type AccessScope { handle: String! }
type AppInstallation { accessScopes: [AccessScope!]! }
type Location implements Node { id: ID! name: String! }
type SEO { title: String description: String }
type ProductOptionValue { id: ID! name: String! }
type ProductOption { id: ID! name: String! position: Int! optionValues: [ProductOptionValue!]! }
type Image { id: ID url: URL! altText: String }
type MediaImage implements Media & Node { id: ID! alt: String image: Image }
type Video implements Media & Node { id: ID! alt: String }
type MediaConnection { nodes: [Media!]! pageInfo: PageInfo! }
type Product implements Node {
  id: ID! handle: String! title: String! descriptionHtml: HTML! vendor: String! productType: String!
  tags: [String!]! status: ProductStatus! createdAt: DateTime! updatedAt: DateTime!
  onlineStoreUrl: URL seo: SEO! options: [ProductOption!]!
  metafield(namespace: String, key: String!): Metafield
  media(first: Int, after: String): MediaConnection!
}
type Metafield implements Node { id: ID! namespace: String! key: String! value: String! }
type ProductConnection { nodes: [Product!]! pageInfo: PageInfo! }
type SelectedOption { name: String! value: String! }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
type Weight { value: Float! unit: WeightUnit! }
type InventoryItemMeasurement { weight: Weight }
type InventoryQuantity { name: String! quantity: Int! }
type InventoryLevel { id: ID! quantities(names: [String!]!): [InventoryQuantity!]! }
type InventoryItem implements Node {
  id: ID! tracked: Boolean! unitCost: MoneyV2 measurement: InventoryItemMeasurement!
  inventoryLevel(locationId: ID!): InventoryLevel
}
type ProductVariant implements Node {
  id: ID! sku: String barcode: String price: Money! compareAtPrice: Money position: Int!
  inventoryPolicy: ProductVariantInventoryPolicy! inventoryQuantity: Int
  selectedOptions: [SelectedOption!]! product: Product! inventoryItem: InventoryItem!
}
type ProductVariantConnection { nodes: [ProductVariant!]! pageInfo: PageInfo! }
type Collection implements Node {
  id: ID! handle: String! title: String! descriptionHtml: HTML! seo: SEO!
  products(first: Int, after: String): ProductConnection!
}
type CollectionConnection { nodes: [Collection!]! pageInfo: PageInfo! }
type MailingAddress {
  name: String address1: String address2: String city: String province: String zip: String
  countryCodeV2: CountryCode phone: String
}
type MailingAddressConnection { nodes: [MailingAddress!]! pageInfo: PageInfo! }
type CustomerEmailAddress {
  emailAddress: String! marketingState: CustomerEmailAddressMarketingState!
  marketingUpdatedAt: DateTime
}
type CustomerPhoneNumber { phoneNumber: String! }
type Customer implements Node {
  id: ID! firstName: String lastName: String note: String tags: [String!]! createdAt: DateTime!
  defaultEmailAddress: CustomerEmailAddress defaultPhoneNumber: CustomerPhoneNumber
  addressesV2(first: Int): MailingAddressConnection!
}
type CustomerConnection { nodes: [Customer!]! pageInfo: PageInfo! }
type ShippingLine { title: String! }
type RefundLineItem {
  quantity: Int! restockType: RefundLineItemRestockType! lineItem: LineItem!
}
type RefundLineItemConnection { nodes: [RefundLineItem!]! pageInfo: PageInfo! }
type Refund implements Node {
  id: ID! createdAt: DateTime note: String totalRefundedSet: MoneyBag!
  refundLineItems(first: Int, after: String): RefundLineItemConnection!
}
type LineItem implements Node {
  id: ID! title: String! variantTitle: String sku: String quantity: Int! currentQuantity: Int!
  originalUnitPriceSet: MoneyBag! totalDiscountSet: MoneyBag!
  product: Product variant: ProductVariant
}
type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }
type Order implements Node {
  id: ID! name: String! email: String test: Boolean! createdAt: DateTime! processedAt: DateTime!
  updatedAt: DateTime! cancelledAt: DateTime taxesIncluded: Boolean!
  displayFinancialStatus: OrderDisplayFinancialStatus
  displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
  presentmentCurrencyCode: CurrencyCode! customer: Customer
  totalPriceSet: MoneyBag! subtotalPriceSet: MoneyBag totalDiscountsSet: MoneyBag
  totalShippingPriceSet: MoneyBag! totalTaxSet: MoneyBag totalRefundedSet: MoneyBag!
  shippingLine: ShippingLine shippingAddress: MailingAddress
  refunds(first: Int): [Refund!]!
  lineItems(first: Int, after: String): LineItemConnection!
}
type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
type UrlRedirect implements Node { id: ID! path: String! target: String! }
type UrlRedirectConnection { nodes: [UrlRedirect!]! pageInfo: PageInfo! }
type WebhookSubscription implements Node { id: ID! topic: WebhookSubscriptionTopic! uri: String! }
type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
type UserError { field: [String!] message: String! }
type InventorySetQuantitiesUserError {
  code: InventorySetQuantitiesUserErrorCode field: [String!] message: String!
}
type InventoryAdjustmentGroup { id: ID! }
type InventorySetQuantitiesPayload {
  inventoryAdjustmentGroup: InventoryAdjustmentGroup
  userErrors: [InventorySetQuantitiesUserError!]!
}
type WebhookSubscriptionCreatePayload {
  webhookSubscription: WebhookSubscription userErrors: [UserError!]!
}
type ProductSetUserError { code: ProductSetUserErrorCode field: [String!] message: String! }
type ProductSetPayload { product: Product userErrors: [ProductSetUserError!]! }
input ProductIdentifierInput { handle: String id: ID }
input ProductSetIdentifiers { handle: String id: ID }
input FileSetInput {
  alt: String contentType: FileContentType filename: String id: ID originalSource: String
}
input MetafieldInput { id: ID key: String namespace: String type: String value: String }
input OptionValueSetInput { id: ID name: String }
input OptionSetInput { id: ID name: String position: Int values: [OptionValueSetInput!] }
input SEOInput { description: String title: String }
input VariantOptionValueInput { id: ID name: String optionId: ID optionName: String }
input WeightInput { unit: WeightUnit! value: Float! }
input InventoryItemMeasurementInput { weight: WeightInput }
input InventoryItemInput {
  cost: Decimal measurement: InventoryItemMeasurementInput requiresShipping: Boolean sku: String
  tracked: Boolean
}
input ProductSetInventoryInput { locationId: ID! name: String! quantity: Int! }
input ProductVariantSetInput {
  barcode: String compareAtPrice: Money file: FileSetInput id: ID inventoryItem: InventoryItemInput
  inventoryPolicy: ProductVariantInventoryPolicy inventoryQuantities: [ProductSetInventoryInput!]
  metafields: [MetafieldInput!] optionValues: [VariantOptionValueInput!]! position: Int price: Money
  requiresComponents: Boolean sku: String taxCode: String taxable: Boolean
}
input ProductSetInput {
  category: ID collections: [ID!] descriptionHtml: String files: [FileSetInput!] giftCard: Boolean
  handle: String metafields: [MetafieldInput!] productOptions: [OptionSetInput!]
  productType: String redirectNewHandle: Boolean requiresSellingPlan: Boolean seo: SEOInput
  status: ProductStatus tags: [String!] templateSuffix: String title: String
  variants: [ProductVariantSetInput!] vendor: String
}
input InventoryQuantityInput {
  inventoryItemId: ID! locationId: ID! quantity: Int! changeFromQuantity: Int
}
input InventorySetQuantitiesInput {
  name: String! reason: String! referenceDocumentUri: String
  quantities: [InventoryQuantityInput!]!
}
input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat }
type Query {
  shop: Shop! currentAppInstallation: AppInstallation! location(id: ID): Location
  productsCount(limit: Int): Count customersCount(limit: Int): Count
  ordersCount(limit: Int): Count urlRedirectsCount(limit: Int): Count
  products(first: Int, after: String, sortKey: SortKeys, query: String): ProductConnection!
  product(id: ID!): Product
  productByIdentifier(identifier: ProductIdentifierInput!): Product
  productVariants(
    first: Int, after: String, sortKey: SortKeys, query: String
  ): ProductVariantConnection!
  collections(first: Int, after: String, sortKey: SortKeys): CollectionConnection!
  collection(id: ID!): Collection
  customers(first: Int, after: String, sortKey: SortKeys): CustomerConnection!
  orders(first: Int, after: String, sortKey: SortKeys, query: String): OrderConnection!
  order(id: ID!): Order
  urlRedirects(first: Int, after: String, sortKey: SortKeys): UrlRedirectConnection!
  nodes(ids: [ID!]!): [Node]!
  webhookSubscriptions(first: Int, after: String): WebhookSubscriptionConnection!
}
type Mutation {
  productSet(
    input: ProductSetInput!, identifier: ProductSetIdentifiers, synchronous: Boolean
  ): ProductSetPayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  webhookSubscriptionCreate(
    topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!
  ): WebhookSubscriptionCreatePayload
}
"""
SCHEMA: GraphQLSchema = build_schema(SDL)


def cost(document: DocumentNode, variables: Mapping[str, Any]) -> int:
    """What a query is charged before it runs."""
    parts = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    total = 0
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            root = SCHEMA.get_root_type(one.operation)
            total += _selection(one.selection_set, root, parts, variables)
            total += 10 if one.operation.value == "mutation" else 0
    return total


def _selection(
    selections: SelectionSetNode | None,
    parent: Any,
    parts: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> int:
    total = 0
    for one in selections.selections if selections else ():
        if isinstance(one, FragmentSpreadNode):
            total += _selection(parts[one.name.value].selection_set, parent, parts, variables)
        elif isinstance(one, InlineFragmentNode):
            named = SCHEMA.get_type(one.type_condition.name.value) if one.type_condition else parent
            total += _selection(one.selection_set, named, parts, variables)
        elif isinstance(one, FieldNode):
            total += _field(one, parent, parts, variables)
    return total


def _field(
    one: FieldNode,
    parent: Any,
    parts: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> int:
    field = parent.fields.get(one.name.value)
    kind = get_named_type(field.type) if field else None
    if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or kind.name == "PageInfo":
        return 0
    below = _selection(one.selection_set, kind, parts, variables)
    given = {
        argument.name.value: value_from_ast_untyped(argument.value, dict(variables))
        for argument in one.arguments or ()
    }
    if kind.name.endswith("Connection"):
        return 2 + int(given.get("first") or 1) * below
    return (1 + below) * (int(given["first"]) if "first" in given else 1)
