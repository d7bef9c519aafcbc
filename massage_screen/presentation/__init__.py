"""Shows decisions, questions, explanations and problems to a person.

The only part that knows rich. `text` and `words` do without it, so that what is
printed before the first prompt does not wait for it; `page` puts text on a console;
the others each show one thing.
"""
