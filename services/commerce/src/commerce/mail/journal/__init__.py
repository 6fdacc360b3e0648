"""What was sent to whom: a store's log of mails, and sending one again."""
