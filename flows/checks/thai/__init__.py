"""thai/*: what is written the Thai way, or damaged on the way. Start at finer.py and texts.py."""
