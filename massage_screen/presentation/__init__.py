"""Shows decisions, questions, explanations and problems to a person.

The only part that knows rich, and only `colour` does: it takes as long to load as
everything else together. `words` says things; `page` puts text on a console; the
others each show one thing.
"""
