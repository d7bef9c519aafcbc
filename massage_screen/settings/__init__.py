"""What a therapist sets once: country, paper, folder, own lines, ways of asking.

`setting` says which settings there are and what each takes, `file` keeps them in a
file of TOML, `in_use` joins that file with the variables of the environment. They are
about the therapist, never about a client, and nothing that decides knows of them.
"""
