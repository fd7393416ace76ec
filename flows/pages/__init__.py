"""What all pages that people open share: the look, the embedded font, the switch of languages, the words for moments.

A page loads nothing from outside. Each kind of page (reports, the award pack) has its own templates beside these.
"""
