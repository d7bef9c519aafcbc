"""How hard the words of a pack are to follow; none of it stops a pack.

* syllables: how many a word has
* reading: the school grade that a text asks for
* jargon: words of clinicians, and what to say instead
* passages: the texts that a client reads or hears
* measure: sentences that a client may not follow
"""
