"""Orders and master data: importing them."""
