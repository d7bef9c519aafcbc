"""The form that a client fills in alone: one file, which a browser shows.

* data: what the page needs of a pack, and no more
* page: puts the page together from the files in `static`
* code: the answers as a code to be typed, both ways

In `static`, `engine.js` says what `sheet` and `history` say, `code.js` what `code`
says, and `screen.js` draws. That they agree is held by tests in a real browser.
"""
