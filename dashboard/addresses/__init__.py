"""What a link looks at: read as it arrives, kept as one value, and resolved against the register."""
