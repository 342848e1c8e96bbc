"""Vendor profiles: model, files, recognition of the vendor, guidance of a reading."""
