"""The steps that bring a database to what the code expects; run at start by `actuals.engines`."""
