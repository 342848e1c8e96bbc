"""Finding the line table and reading invoice lines from it."""
