"""The profile studio."""
