"""Use cases: what the desk does with an invoice from arrival to the log. Storage is reached through ``ports`` only."""
