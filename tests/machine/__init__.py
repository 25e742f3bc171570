"""What the tests need of a machine: a PostgreSQL, a Chromium, a running server."""
