"""table/*: one table against its schema, and what a database can hold. Start at by_frictionless.py."""
