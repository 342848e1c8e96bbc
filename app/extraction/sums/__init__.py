"""Totals, charges, and the proof by arithmetic that binds them to the lines."""
