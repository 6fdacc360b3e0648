"""What a business may choose in a product: its own schema, judged, kept, audited."""
