"""The list of documents: views with counts, search, filter, and a model that pages through the store."""
