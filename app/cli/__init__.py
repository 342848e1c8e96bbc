"""The command line: one file a family of commands; nothing heavy is imported before a command needs it."""
