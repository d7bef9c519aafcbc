"""What would make a result milder or lift limits, and what to ask a clinician.

* steps: how one answer can change
* reach: which rules a change of answers can reach
* trial: the sheet after some changes, and what then holds
* changed: what happened to each answer, in sentences
* least: the least that the answers of a set must come to
* search: the smallest sets of changes that make a result milder
* explain: all of it, for one decision
* strength: how strongly each technique may be used where
* opens: the smallest sets of changes that lift limits
"""
