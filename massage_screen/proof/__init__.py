"""Proves properties of a pack over every possible client; needs the solver."""
