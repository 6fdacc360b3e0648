"""Which roles of a figure exclude each other; the words for them stand in `roles.txt`."""

RIVALS: tuple[frozenset[str], ...] = (
    frozenset({
        "height", "width", "depth", "length", "thickness", "diameter", "circumference", "seat",
        "cable",
    }),
    frozenset({"load", "weight"}),
    frozenset({"warranty", "age", "burn", "charge", "run"}),
    frozenset({"cold", "hot"}),
)  # fmt: skip
"""Within a set one figure cannot stand for two."""
FRIENDS: frozenset[frozenset[str]] = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "length/cable", "depth/thickness", "thickness/height", "length/depth", "height/length",
        "diameter/width", "height/seat", "length/diameter", "thickness/diameter",
    )
)  # fmt: skip
"""Pairs that do not contradict each other."""
