"""Which clients two versions of a pack treat differently; needs the solver.

* asked: questions that are asked otherwise
* pairing: one client in both versions
* aspects: what may differ in a decision
* difference: the differences, each with its smallest client
"""
