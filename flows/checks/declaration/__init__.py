"""licence/*, metadata/*, format/header-not-english: what the declaration says, without looking at the data."""
