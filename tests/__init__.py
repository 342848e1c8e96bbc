"""The checks of the program."""
