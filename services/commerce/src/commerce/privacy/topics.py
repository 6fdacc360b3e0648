"""The register of processing (GDPR article 30), in words: what is kept of people, why, how long,
and who receives it. Which tables that is stands in `holdings.py`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal


class Topic(StrEnum):
    """What personal data is about."""

    ACCOUNT = "account"
    CONSENTS = "consents"
    VISITS = "visits"
    CARTS = "carts"
    ORDERS = "orders"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    PARCELS = "parcels"
    RETURNS = "returns"
    PURCHASES = "purchases"
    MAILS = "mails"
    REVIEWS = "reviews"
    CREDIT = "credit"
    FRAUD = "fraud"
    EVENTS = "events"
    REQUESTS = "requests"
    TEAM = "team"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register. `erased`: what becomes of it when a shopper is erased."""

    topic: Topic
    people: Literal["shoppers", "team"]
    title: str
    what: str
    why: str
    basis: str
    kept: str
    receivers: str
    erased: str


_CONTRACT: Final = "Contract (GDPR article 6(1)(b))"
_LAW: Final = "Legal duty (GDPR article 6(1)(c))"
_INTEREST: Final = "Legitimate interest (GDPR article 6(1)(f))"
_CONSENT: Final = "Consent (GDPR article 6(1)(a))"

REGISTER: Final = (
    Entry(
        Topic.ACCOUNT,
        "shoppers",
        "Customers and their accounts",
        "Name, e-mail, phone, password (hashed), address book, wishlist, log-ins, your notes",
        "To let shoppers sign in and you serve them",
        _CONTRACT,
        "Until the account is closed or you erase the customer",
        "Nobody",
        "Deleted",
    ),
    Entry(
        Topic.CONSENTS,
        "shoppers",
        "Consents and subscribers",
        "E-mail, what was agreed to or taken back, when and in which language, the words that were "
        "shown, the network asked from, the browser's name",
        "To write to those who confirmed that they want it, and to prove it",
        _CONSENT,
        "Until the customer is erased",
        "Nobody",
        "Deleted; a keyed hash of the address stays, so that no file brings it back unasked",
    ),
    Entry(
        Topic.VISITS,
        "shoppers",
        "Visits",
        "Pages seen and things put in a cart, under a random number that the browser keeps; what "
        "its owner agreed to, with the words that were shown; which face of an A/B test it saw",
        "To see what sells, and which of two pages sells better",
        _CONSENT,
        "Visits for 13 months, agreements for good; a browser's number until its owner has it "
        "forgotten",
        "Nobody",
        "What ties a cart to a browser's number is deleted; the number itself names nobody",
    ),
    Entry(
        Topic.CARTS,
        "shoppers",
        "Carts and checkouts",
        "E-mail and shipping address as they were typed; a keyed hash of the network address",
        "To sell, and to remind shoppers of carts they left",
        _CONTRACT,
        "Until the customer is erased; the hash for 90 days",
        "Nobody",
        "Emptied",
    ),
    Entry(
        Topic.ORDERS,
        "shoppers",
        "Orders",
        "E-mail, shipping address, what was bought, notes",
        "To deliver what was bought, and for your books",
        _LAW,
        "As long as tax law asks, in most countries ten years",
        "Suppliers get name, address, phone and e-mail of what they ship for you",
        "Pseudonymised: amounts, goods, taxes, country, state and postal code stay, as tax law "
        "asks; name, street, city, e-mail, phone and notes go",
    ),
    Entry(
        Topic.INVOICES,
        "shoppers",
        "Invoices and credit notes",
        "Name and address as the paper says them",
        "For your books",
        _LAW,
        "As long as tax law asks, in most countries ten years",
        "Your tax office",
        "Kept: a paper that was issued must not change (GDPR article 17(3)(b))",
    ),
    Entry(
        Topic.PAYMENTS,
        "shoppers",
        "Payments, refunds and disputes",
        "Amounts, the provider's numbers, the card's fingerprint, the billing country, and what "
        "you told a bank; never a card number",
        "To be paid, to pay back, and to answer banks",
        _CONTRACT,
        "As long as the order; fingerprints for 90 days",
        "The payment provider",
        "Fingerprints, billing country and what you told a bank are emptied; amounts stay with "
        "the order",
    ),
    Entry(
        Topic.PARCELS,
        "shoppers",
        "Parcels",
        "Carrier, tracking number, where a parcel was seen",
        "To deliver, and to show shoppers where their parcel is",
        _CONTRACT,
        "As long as the order",
        "The carrier",
        "Kept with the order; a tracking number names nobody",
    ),
    Entry(
        Topic.RETURNS,
        "shoppers",
        "Returns and withdrawals",
        "Name, e-mail, message and pictures",
        "To take goods back",
        _CONTRACT,
        "As long as the order",
        "Nobody",
        "Emptied; what came back and what was paid back stay with the order",
    ),
    Entry(
        Topic.PURCHASES,
        "shoppers",
        "Purchases from suppliers",
        "What suppliers say of an order, such as an address that they refuse",
        "To have what was sold shipped",
        _CONTRACT,
        "As long as the order",
        "The supplier that ships",
        "Words that name the shopper are emptied; amounts stay",
    ),
    Entry(
        Topic.MAILS,
        "shoppers",
        "Mails",
        "Recipient, subject, and (sealed, until it is sent) what a mail says",
        "To tell shoppers of their order, once",
        _CONTRACT,
        "Until the customer is erased",
        "The mail provider",
        "Emptied",
    ),
    Entry(
        Topic.REVIEWS,
        "shoppers",
        "Reviews",
        "Name, words, stars and pictures",
        "To show what buyers think of a product",
        _CONSENT,
        "Until you delete the review",
        "Everybody who visits the shop",
        "Stars and words stay without a name; pictures go",
    ),
    Entry(
        Topic.CREDIT,
        "shoppers",
        "Store credit, gift cards and discounts",
        "Balances, the address a gift card was sent to, a keyed hash that ends misuse of codes",
        "To keep what is owed to shoppers",
        _CONTRACT,
        "As long as tax law asks",
        "Nobody",
        "Addresses are emptied; ledgers stay and name nobody",
    ),
    Entry(
        Topic.FRAUD,
        "shoppers",
        "Fraud checks",
        "Five signals with points and words",
        "To hold orders that are likely to be frauds",
        _INTEREST,
        "As long as the order",
        "Nobody",
        "Words go, points stay",
    ),
    Entry(
        Topic.EVENTS,
        "shoppers",
        "Events and webhooks",
        "What happened to carts, orders and customers, with e-mail and name",
        "To let your other systems know",
        _INTEREST,
        "Events until the customer is erased; messages for 30 days",
        "Systems whose webhooks you registered",
        "Emptied; what your systems were told before is theirs to erase: they hear "
        "`customer.deleted`, and `customer.erased` once it is done here",
    ),
    Entry(
        Topic.REQUESTS,
        "shoppers",
        "Requests about personal data",
        "Who was exported or erased, when, by whom, and what came of it",
        "To prove that a request was answered",
        _LAW,
        "For good; the copy itself for 14 days",
        "Whoever asked",
        "The e-mail goes with the erasure, copies too; receipts name nobody",
    ),
    Entry(
        Topic.TEAM,
        "team",
        "Your team",
        "Name, e-mail, password (hashed), second factor, log-ins with address and browser, "
        "notifications, invitations, keys; who invited you, first names of whom you invited, and "
        "where an affiliate is paid",
        "To let your people work",
        _CONTRACT,
        "Until somebody leaves the team, or deletes their account on their profile page",
        "Nobody",
        "Not touched: they are no shoppers",
    ),
    Entry(
        Topic.LOG,
        "team",
        "Who did what",
        "Who changed what and when, before and after",
        "To find out what went wrong, and who did it",
        _INTEREST,
        "For good: the log cannot be changed",
        "Nobody",
        "Kept. Where somebody of your team deletes their account, their name and e-mail in it are "
        "blanked",
    ),
)
