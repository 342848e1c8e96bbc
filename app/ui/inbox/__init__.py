"""What came in, what was refused and why."""
