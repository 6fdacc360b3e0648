"""One adapter a family: `openai` (and its like), `anthropic`; `local` has its own room."""
