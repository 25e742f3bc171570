"""The doors: what is let in from outside, as whom, and what every answer carries.

`door` is the outermost; behind it stand our own routes (signing in, health) and the pages, which
ask `identity` who is there on every rerun and reach figures through `permitted_store` only.
"""
