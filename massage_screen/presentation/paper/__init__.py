"""A blank form of a pack, to fill in with a pen: as text, or as one HTML page.

`form` says what stands on it, `text` and `page` each write it one way.

* boxes: how the boxes of a question stand
* leads: which boxes lead to which further question
* places: on which sheet each question stands
* now: the signs that cannot wait
* key: ids, what is typed, and when each question is asked
"""
