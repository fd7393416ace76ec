"""privacy/*: personal data that must not go out. Start at identity_numbers.py and persons.py."""
