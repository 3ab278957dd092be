"""Django's SQLite, with turns: whoever wants to write waits in line instead of trying his luck."""
