"""What every licence, category and file format comes to: the gate itself, asked about each of them.

`python -m flows.decision_table.page > docs/decisions.md` writes the page. Nothing here knows a rule: each cell of it is
a small dataset that went the whole way from its file to the verdict.
"""
