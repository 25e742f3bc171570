"""The audit: everything that was changed, by whom and why, and whether anybody has edited it since.

`verification` goes through the hash chains, `heads` keeps their ends elsewhere, `entries` finds what
was done.
"""
