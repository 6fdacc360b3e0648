"""A store's subscribers: who asked for its news, who confirmed it, and who wants no more of it.

Where an address stands is the sum of the consent ledger (`customers.subscribing`); this room has
the form and its mails, the merchant's list, and files.
"""
