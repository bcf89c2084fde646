"""The command-line door: one command a file, imported only when it is called. Holds no rules."""
