"""The room of vendors."""
