"""How a price is made of a landed cost, and the changes that wait for a person."""
