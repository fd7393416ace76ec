"""What an agency can act on: the validation report of a dataset, as a page and as JSON, and where reports live.

Start at `data.py` (what a report knows), then `html.py` (how it looks), `index.py` (many datasets) and `shelf.py`.
"""
