"""Proves properties of a pack over every possible client; needs the solver.

* solver: what to do when it is not installed
* formula: puts Boolean formulas together
* variables: the variables of an answer
* places: which restrictions may ask for a cell
* encoding: a pack as formulas over the answers of a client
* orders: when one answer is worse than another
* pairs: two clients who differ in one answer
* properties: proves what `safety.toml` states, or finds a client who breaks it
* effort: how much the solver may work before it gives up
* smallest: the client with the least to tell
* replay: the same question, put to the real engine
* matters_formula, matters_replay: when a rule matters, to the solver and to the engine
* holes: what can never happen, and states that no rule covers
* whole: all of it, part by part
* space: how many answer sheets there are
"""
