"""What leaves the desk: exports for auditors, for the ledger and for people, read through the store's verbs."""
