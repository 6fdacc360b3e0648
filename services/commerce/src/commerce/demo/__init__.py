"""The demo store: Kettle & Crane, a shop for coffee tools, with drawings of our own."""
