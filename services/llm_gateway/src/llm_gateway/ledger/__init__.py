"""What was used and what it cost: single calls, and sums of days."""
