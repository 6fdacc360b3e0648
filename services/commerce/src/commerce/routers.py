"""Every router of the API. Routes are tried in this order, so the most asked comes first."""

from commerce.analytics.endpoints import consent_routes as browser_consents
from commerce.analytics.endpoints import home_routes as all_stores
from commerce.analytics.endpoints import public_routes as shop_events
from commerce.analytics.endpoints import routes as analytics
from commerce.billing.endpoints import routes as subscriptions
from commerce.cart.endpoints import routes as carts
from commerce.catalog.bulk.endpoints import routes as bulk_edits
from commerce.catalog.categories.endpoints import routes as categories
from commerce.catalog.collections.endpoints import routes as collections
from commerce.catalog.media.endpoints import routes as media
from commerce.catalog.products.endpoints import routes as products
from commerce.channels.endpoints import routes as sales_channels
from commerce.channels.publishing.endpoints import routes as channel_products
from commerce.channels.sync.endpoints import hooks as channel_hooks
from commerce.channels.sync.endpoints import routes as channel_sync
from commerce.checkout.endpoints import routes as shipping
from commerce.checkout.endpoints import shop_routes as cart_shipping
from commerce.content.audits.endpoints import routes as seo_audits
from commerce.content.blog.endpoints import routes as blog
from commerce.customers.endpoints import routes as customers
from commerce.customers.people.endpoints import routes as people
from commerce.customers.segments.endpoints import routes as segments
from commerce.exports.endpoints import routes as exports
from commerce.flows.cart_endpoints import merchant as abandoned_carts
from commerce.flows.cart_endpoints import shop as cart_links
from commerce.flows.checkout_endpoints import checkout
from commerce.flows.customer_endpoints import customers as sign_in
from commerce.flows.customer_endpoints import kept as forget
from commerce.flows.draft_endpoints import public_routes as pay_drafts
from commerce.flows.draft_endpoints import routes as drafts
from commerce.flows.endpoints import stores as create_store
from commerce.flows.fraud_endpoints import routes as fraud_decisions
from commerce.flows.leaving_endpoints import routes as leaving
from commerce.flows.order_endpoints import orders as order_actions
from commerce.flows.parcel_endpoints import carriers
from commerce.flows.parcel_endpoints import orders as parcels
from commerce.flows.privacy_endpoints import routes as ask_privacy
from commerce.flows.return_endpoints import routes as returns
from commerce.flows.return_photo_endpoints import public_routes as shopper_return_photos
from commerce.flows.return_photo_endpoints import routes as return_photos
from commerce.flows.shopper_paper_endpoints import routes as shopper_papers
from commerce.flows.shopper_return_endpoints import routes as shopper_returns
from commerce.flows.shopper_review_endpoints import routes as shopper_reviews
from commerce.flows.try_discounts import routes as try_discounts
from commerce.fraud.endpoints import routes as fraud
from commerce.identity.endpoints import routes as invitations
from commerce.identity.role_endpoints import routes as custom_roles
from commerce.identity.team_endpoints import routes as team
from commerce.imports.endpoints import routes as imports
from commerce.inventory.endpoints import routes as inventory
from commerce.letters.endpoints import mails, sender, templates
from commerce.marketing.ab_tests.endpoints import routes as ab_tests
from commerce.marketing.ab_tests.shop_endpoints import routes as shop_ab_tests
from commerce.marketing.subscribers.endpoints import routes as subscribers
from commerce.marketing.subscribers.shop_endpoints import routes as newsletter
from commerce.notifications.endpoints import routes as notifications
from commerce.orders.endpoints import public_routes as order_status
from commerce.orders.endpoints import routes as orders
from commerce.orders.invoices.endpoints import routes as invoices
from commerce.orders.past.endpoints import routes as past_orders
from commerce.orders.shopper_endpoints import merchant as customer_orders
from commerce.orders.shopper_endpoints import routes as my_orders
from commerce.partners.endpoints import public_routes as partner_links
from commerce.partners.endpoints import routes as partners
from commerce.payments.disputes.endpoints import routes as disputes
from commerce.payments.endpoints import routes as webhooks
from commerce.payments.payouts.endpoints import routes as payments
from commerce.payments.reconciliation.endpoints import routes as reconciliation
from commerce.pricing.currency_endpoints import routes as currencies
from commerce.pricing.endpoints import routes as taxes
from commerce.privacy.endpoints import routes as privacy
from commerce.privacy.people.endpoints import routes as own_data
from commerce.promotions.bundles.endpoints import routes as bundles
from commerce.promotions.cards.endpoints import public_routes as card_balance
from commerce.promotions.cards.endpoints import routes as gift_cards
from commerce.promotions.credits.endpoints import routes as store_credits
from commerce.promotions.cross_sells.endpoints import routes as cross_sells
from commerce.promotions.discounts.endpoints import routes as discounts
from commerce.promotions.volume.endpoints import routes as volume_prices
from commerce.reviews.endpoints import routes as reviews
from commerce.search.endpoints import routes as search
from commerce.shop.blog_endpoints import routes as shop_blog
from commerce.shop.endpoints import routes as shop
from commerce.shop.feed_endpoints import routes as shop_feed
from commerce.shop.offer_endpoints import routes as shop_offers
from commerce.shop.review_endpoints import routes as shop_reviews
from commerce.site.navigation.endpoints import routes as navigation
from commerce.site.pages.endpoints import routes as pages
from commerce.site.redirects.endpoints import routes as redirects
from commerce.snapshots.endpoints import routes as snapshots
from commerce.sourcing.goods.endpoints import at_supplier as at_suppliers
from commerce.sourcing.goods.endpoints import routes as supplier_products
from commerce.sourcing.imports.endpoints import routes as goods_imports
from commerce.sourcing.mappings.endpoints import routes as mappings
from commerce.sourcing.price_rules.endpoints import changes as price_changes
from commerce.sourcing.price_rules.endpoints import routes as price_rules
from commerce.sourcing.purchasing.dispute_endpoints import routes as purchase_disputes
from commerce.sourcing.purchasing.endpoints import of_order as order_sourcing
from commerce.sourcing.purchasing.endpoints import routes as purchase_orders
from commerce.sourcing.research.endpoints import routes as research
from commerce.sourcing.research.endpoints import watchlist
from commerce.sourcing.suppliers.endpoints import hooks as supplier_hooks
from commerce.sourcing.suppliers.endpoints import routes as suppliers
from commerce.stores.domains.endpoints import public_routes as public_domains
from commerce.stores.domains.endpoints import routes as domains
from commerce.stores.endpoints import routes as stores
from commerce.translations.endpoints import routes as translations
from commerce.webhooks.endpoints import routes as store_webhooks
from ecomm_core.activity.endpoints import routes as audit
from ecomm_core.identity.key_endpoints import routes as api_keys
from ecomm_core.identity.me_endpoints import routes as me
from ecomm_core.identity.routers import ROUTERS as accounts

ROUTERS = [
    shop,
    search,
    shop_offers,
    shop_reviews,
    shop_ab_tests,
    newsletter,
    shop_blog,
    shop_feed,
    *accounts,
    invitations,
    custom_roles,
    me,
    own_data,
    leaving,
    team,
    audit,
    subscriptions,
    api_keys,
    create_store,
    stores,
    domains,
    public_domains,
    snapshots,
    pages,
    navigation,
    redirects,
    blog,
    seo_audits,
    translations,
    taxes,
    currencies,
    products,
    imports,
    sales_channels,
    channel_sync,
    channel_products,
    past_orders,
    exports,
    media,
    categories,
    collections,
    bulk_edits,
    inventory,
    sign_in,
    customers,
    forget,
    my_orders,
    customer_orders,
    people,
    segments,
    all_stores,
    analytics,
    shop_events,
    browser_consents,
    shipping,
    cart_links,
    carts,
    abandoned_carts,
    drafts,
    pay_drafts,
    cart_shipping,
    checkout,
    orders,
    order_actions,
    parcels,
    carriers,
    returns,
    return_photos,
    shopper_return_photos,
    shopper_returns,
    shopper_papers,
    invoices,
    order_status,
    fraud,
    fraud_decisions,
    reviews,
    ab_tests,
    subscribers,
    shopper_reviews,
    try_discounts,
    discounts,
    gift_cards,
    card_balance,
    store_credits,
    volume_prices,
    bundles,
    cross_sells,
    webhooks,
    disputes,
    payments,
    reconciliation,
    templates,
    sender,
    mails,
    suppliers,
    at_suppliers,
    supplier_products,
    goods_imports,
    mappings,
    price_rules,
    price_changes,
    purchase_orders,
    purchase_disputes,
    order_sourcing,
    research,
    watchlist,
    supplier_hooks,
    channel_hooks,
    store_webhooks,
    notifications,
    privacy,
    ask_privacy,
    partners,
    partner_links,
]
