"""The room of insight: what repeats, whose it is, what would end it; every figure leads to its documents."""
