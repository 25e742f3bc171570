"""The pages: each chooses, loads and shows, and computes nothing."""
