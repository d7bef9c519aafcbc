"""The questions as a Questionnaire of FHIR R4, and what came back of it.

* asked: which questions and lines are in it, by which names, and which are enabled
* flat: conditions that `enableWhen` of the standard can say
* paths: the other ones, in FHIRPath
* questionnaire: puts it together
* response: reads what was filled in, and distrusts it

No rule is in it, so no program that shows it can decide.
"""
