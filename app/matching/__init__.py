"""From an invoice and what the desk knows to a match: pure functions from value to value."""
