"""Records of clients on this computer, for therapists who turn them on.

`keep` and `newest` are what a screening needs; both load SQLite, so they are imported
where they are called.

* client: the reference of a client, which names nobody
* place: where the file is
* schema: its tables
* database: opens it; the only module that knows SQLite
* chain: the log, in which each row seals the one before
* switch: turns them on and off
* edition: each edition of a pack, kept once
* entry: what may be added to a record
* record: one screening of a client, kept and found again
* listing: records in one line each, and whose time is over
* line: a record in one line
* again: old answers under the pack of today
* forgetting: deletes a client
* checking: what is wrong with what is kept
* copies: backup and restore
* retention: how long records are kept, by country
"""
