"""Electronic invoices (CII, ZUGFeRD, UBL), and their comparison with the page."""
