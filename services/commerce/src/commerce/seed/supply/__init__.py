"""Where a demo shop's goods come from: two accounts at the simulated supplier, what is mapped to
them, and the purchases of its past. The supplier is told of that past, and what it says of it is
what stands in the shop's rows: whoever asks it later hears the same."""
