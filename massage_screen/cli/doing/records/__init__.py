"""What `records` does, one module for what belongs together."""
