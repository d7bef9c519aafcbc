"""What would make a result milder, and what to ask a clinician.

* steps: how one answer can change
* reach: which rules a change of answers can reach
* search: the smallest sets of changes that make a result milder
* least: the least that the questions of a set must come to
* explain: all of it, for one decision
"""
