"""What people write by hand, read strictly: YAML with its line numbers, and all mistakes of a file at once."""
