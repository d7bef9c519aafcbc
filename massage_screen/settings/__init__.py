"""What a therapist sets once: country, paper, folder, own lines, ways of asking.

`setting` says which settings there are and what each takes, `file` is the file that
keeps them, `kept` reads what it holds, `in_use` joins that with the variables of the
environment, and `change` changes the file. They are about the therapist, never about a
client, and nothing that decides knows of them.
"""
