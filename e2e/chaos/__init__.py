"""Bad days on the running platform: `make chaos`. Real processes under a light load of shoppers,
faults from outside, and the invariants at the end. One line for each promise; a broken one fails
the run."""
