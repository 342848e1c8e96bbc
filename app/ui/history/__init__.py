"""What was done to a document, entry by entry."""
