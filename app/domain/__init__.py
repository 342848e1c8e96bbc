"""The vocabulary of accounts payable: frozen values and the rules of speech about them.

Nothing in this room reads a file, a clock or a database, and nothing outside the standard library is imported.
"""
