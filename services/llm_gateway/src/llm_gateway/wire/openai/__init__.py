"""Chat completions, embeddings and models, as OpenAI's interface has them (read in Nov 2026 in the
official Python client 3.54)."""
