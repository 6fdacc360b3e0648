"""What is kept of the people who run businesses here: their own copy of it, and its end."""
