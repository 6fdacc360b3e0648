"""A/B tests of how a product is presented: two faces of one page, shown to visitors by lot."""
