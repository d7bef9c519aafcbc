"""Pages made from a decision: session plan card, letters, handout, note.

`screened` reads the file of a decision and decides again, `document` is what stands on
a page whatever its form, one module for each kind says what that is, `banned` looks
for words that no page may have, and `page` writes HTML, Markdown or plain text.
"""
