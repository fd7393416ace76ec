"""change/* and freshness/*: against the last release, and against the promised frequency. Start at changes.py."""
