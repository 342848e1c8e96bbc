"""Instructions in plain words, turned into profile rules (S2.171, S2.192)."""
