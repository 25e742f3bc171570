"""The verdict: goal by goal, in exact numbers, by rules that are cited.

Nothing here reads a file, a database, a clock or a screen. The day, the figures as they were known,
the goals and the lamp rules come in as arguments; the same arguments give the same answer. Start at
`assess`; `measures/` has one file a measure, `status` the ladder, `path` the expected path.
"""
