"""The rules of a pack as one SQL statement, for many records at once.

`decision` is what is meant; this says the same where the data is.

* order: what is asked for, and what became of it
* sql: pieces of SQL, and columns made from others
* heard: what tests are given of an answer
* meaning: what answers mean: which questions are asked, and what the facts are
* limits: the merged restrictions of each region
* waits: which open questions must still be asked
* judged: what the rules make of it
* texts: texts that follow from codes
* notes: the note of a client, and what limits a massage
* shown: what is written of codes and texts
* duck: runs it on files of records
* joined: two versions of a pack on the same records
"""
