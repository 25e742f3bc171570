"""Backups: a whole database and its register as one file, and back into a database of either kind.

`creation` writes a file, `restoration` reads one; `archive` is the file's form, `rows` and `schema`
speak SQL. Rows stream: memory does not grow with the number of figures.
"""
