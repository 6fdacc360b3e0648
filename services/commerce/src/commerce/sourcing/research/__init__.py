"""Which goods are worth selling: a score of what suppliers' best sellers and own sales say."""
