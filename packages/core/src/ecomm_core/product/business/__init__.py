"""The business itself: what its plan allows, what people take along, and its end."""
