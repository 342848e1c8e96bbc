"""One document: the comparison, what is to be decided, and the panels that decide it."""
