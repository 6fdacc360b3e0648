"""Partners: businesses bring businesses, and affiliates earn with what those pay (ADR 0024)."""
