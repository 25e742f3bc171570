"""The worksheet: what a person fills in for one region and period, and how far they have got.

Pure functions between the entry page and `actuals.entering`; nothing here writes to the store.
"""
