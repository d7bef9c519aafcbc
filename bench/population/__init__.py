"""Screens clients drawn by chance and counts who is held back, by rule.

`python -m bench.population` draws the clients of an ordinary massage practice from
the rates in the pack's `practice.toml`, asks each everything and has the rules decide;
with the first of them it conducts the interview. `--sensitivity` moves each rate to its
low and high value in turn; `--against` has an older version of the pack decide too;
`--write` puts the tables into `docs/over-referral.md`. A model, not data.
"""
