"""What keeps the dashboard from working on this machine, and what soon may: found, never changed."""
