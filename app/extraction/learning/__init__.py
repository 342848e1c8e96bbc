"""Proposing a profile from one corrected invoice."""
