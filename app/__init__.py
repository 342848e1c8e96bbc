"""Tieout: vendor invoices matched to purchase orders, line by line."""

__version__ = "0.1.0"
