"""Finding the header fields: vendor, numbers, dates, order numbers, currency."""
