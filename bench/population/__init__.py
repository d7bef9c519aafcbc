"""Screens clients drawn by chance and counts who is held back, by rule.

`python -m bench.population` draws the clients of an ordinary massage practice from
the rates in the pack's `practice.toml`, conducts the interview with each and decides
with the real engine. `--sensitivity` moves each rate to its low and high value in turn;
`--write` puts the tables into `docs/over-referral.md`. A model, not data.
"""
