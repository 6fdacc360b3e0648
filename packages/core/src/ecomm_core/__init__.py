"""The kernel every Ecomm service is built on. It imports nothing of ours."""
