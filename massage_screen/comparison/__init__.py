"""Which clients two versions of a pack treat differently.

* asked: questions that are asked otherwise
* ways: from which result to which clients go, counted

What follows needs the solver.

* pairing: one client in both versions
* aspects: what may differ in a decision
* kinds: what goes from which value to which
* search: a client for every kind that is possible, and the smallest one
* difference: the differences, each with its client
"""
