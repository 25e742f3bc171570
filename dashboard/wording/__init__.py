"""The one pen: every number, unit, target, due date, need, reason and rule in words of two languages.

Page, CSV and command line print the same words, made here from what an assessment carries.
"""
