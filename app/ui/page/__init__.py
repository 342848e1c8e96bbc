"""The page of the document with the outlines of what was read."""
