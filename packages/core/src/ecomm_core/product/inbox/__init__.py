"""What stores tell: verified, stored once, answered, and worked on afterwards by tasks."""
