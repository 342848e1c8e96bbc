"""From a document to an :class:`app.domain.invoice.Invoice`. Knows PDF and OCR libraries, and nothing of orders."""
