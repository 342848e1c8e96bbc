"""Insight as use cases: fixes replayed on the past, messages, samples, reviews, and the log of what people did."""
