"""What several tests need, and small commands about the tests themselves."""
