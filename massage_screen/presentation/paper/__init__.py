"""A blank form of a pack, to fill in with a pen: as text, or as one HTML page.

`form` says what stands on it, `text` and `page` each write it one way.
"""
