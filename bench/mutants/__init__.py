"""Changes a pack in small, wrong ways and counts how many the tests notice.

`python -m bench.mutants` runs every mutant of the shipped pack, `--sample 200 --seed 1`
some of them. A mutant is noticed when a case or a property of `safety.toml` fails. A
mutant that changes nothing for any client, as the solver proves, is equivalent and
does not count. What is left is shown as a client whom nobody would have protected.
"""
