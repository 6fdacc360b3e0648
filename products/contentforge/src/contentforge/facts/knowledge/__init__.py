"""What the fact lock knows: units, hedges and concepts in six languages. Data, no rules.

Concept tables: one line each, `name < parents | en | de | fr | es | it | nl | any language`; words
are separated by commas, a name without words of its own is its English word. `name` may be followed
by `< parent parent`: what supports the name supports its parents, never the other way round.
"""
