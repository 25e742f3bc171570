"""Who may do what: accounts, roles and scopes, sign-in, sessions, tokens, and the audit of them.

`matrix` decides (pure), `directory.Directory` holds what is kept in the database. Nothing here
knows of HTTP beyond the values it is handed, and nothing secret is ever stored as it is.
"""
