"""Workbooks (.xlsx) in which a text is a text: what somebody else wrote becomes neither formula, address nor markup."""
