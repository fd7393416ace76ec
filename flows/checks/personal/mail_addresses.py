"""E-mail addresses: a person's, or an office's?"""

from collections.abc import Callable

import polars as pl

_ADDRESS = r"[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}"
_PROVIDERS = (
    "gmail", "googlemail", "hotmail", "yahoo", "ymail", "rocketmail", "outlook", "live", "msn", "windowslive", "icloud",
    "me", "mac", "aol", "proton", "protonmail", "pm", "gmx", "qq", "163", "126", "thaimail", "zoho",
)  # fmt: skip
_PRIVATE = (
    rf"(?i)[a-z0-9._%+\-]@(?:{'|'.join(_PROVIDERS)})\.(?:com|net|org|co\.[a-z]{{2}}|com\.[a-z]{{2}}|[a-z]{{2}})"
    r"(?:$|[^a-z0-9.\-]|\.(?:$|\s))"
)
_ROLES = (
    "info", "contact", "admin", "administrator", "sales", "sale", "support", "service", "services", "hr", "marketing",
    "office", "saraban", "webmaster", "helpdesk", "help", "mail", "email", "account", "accounting", "export", "center",
    "callcenter", "customer", "customerservice", "cs", "pr", "opendata", "data", "noreply", "purchase", "purchasing",
)  # fmt: skip
_OFFICE = (
    rf"(?i)(?:^|[^A-Za-z0-9._%+\-])(?:(?:{'|'.join(_ROLES)})@|[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9\-]+\.)*(?:go|or|mi)\.th)"
)


def at_private_providers(cells: pl.Series) -> pl.Series:
    """Which cells hold an address at a provider of private mail, such as gmail. Booleans."""
    return _among(cells, lambda mail: mail.str.contains(_PRIVATE))


def perhaps_personal(cells: pl.Series) -> pl.Series:
    """Which cells hold an address that is neither at a state office's domain nor bears a role's name. Booleans.

    An address at a provider of private mail is among them, whatever its name.
    """
    return _among(
        cells,
        lambda mail: (mail.str.contains(_ADDRESS) & ~mail.str.contains(_OFFICE)) | mail.str.contains(_PRIVATE),
    )


def _among(cells: pl.Series, judge: Callable[[pl.Series], pl.Series]) -> pl.Series:
    likely = cells.str.contains("@", literal=True).fill_null(False)
    return likely.scatter(likely.arg_true(), judge(cells.filter(likely))) if likely.any() else likely
