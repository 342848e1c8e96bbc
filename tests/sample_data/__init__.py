"""Makes the sample desk of `resources/sample_data/`: master data, orders, receipts, invoices and what they come to."""
