"""One module for each command: what it is called with, and what it does in order."""
