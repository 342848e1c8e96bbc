"""The window: widgets that show values and send commands. The only place with PySide6."""
