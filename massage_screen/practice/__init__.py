"""Practice: a student interviews an invented client and is told how it went.

`client` is who is interviewed, `variant` how they are drawn from a number, `meant`
finds the question that was meant by `typed` words, `unmistakable` says which need not
be asked back, `station` conducts it, `reference` is what the live screen makes of the
client, `attempt` what the student did, `scoring` and `debrief` what that was worth.
`contrast` makes clients who differ in one answer, `pairs` those on whom a rule decides,
`plausible` keeps them likely. `cards` ask about one sign at a time, `scaffold` reminds
beginners, `schedule` and `progress` look at many attempts, `classes` at those of a
class, `authoring` at the clients themselves. All rules are those of the live screen;
nothing here decides.
"""
