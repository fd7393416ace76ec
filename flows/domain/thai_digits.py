"""Thai digits, zero first."""

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"

ARABIC_DIGITS = dict(zip(THAI_DIGITS, "0123456789", strict=True))
"""Thai digit -> Arabic digit."""
