"""The steps that bring the people's tables to what the code expects; run by `people.database`."""
