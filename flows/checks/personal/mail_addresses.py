"""E-mail addresses: a person's, or an office's?"""

import polars as pl

from flows.checks.personal.first_look import of_all, of_these

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


def with_at(cells: pl.Series, likely: pl.Series) -> pl.Series:
    """Which of the likely cells may hold an address at all. Booleans."""
    return of_these(likely, cells, lambda some: some.str.contains("@", literal=True))


def at_private_providers(cells: pl.Series, likely: pl.Series | None = None) -> pl.Series:
    """Which cells hold an address at a provider of private mail, such as gmail. Booleans.

    likely: outside of which there is none for sure; likewise below.
    """
    return of_these(_likely(cells, likely), cells, lambda mail: mail.str.contains(_PRIVATE))


def perhaps_personal(cells: pl.Series, likely: pl.Series | None = None) -> pl.Series:
    """Which cells hold an address that is neither at a state office's domain nor bears a role's name. Booleans.

    An address at a provider of private mail is among them, whatever its name.
    """

    def judge(mail: pl.Series) -> pl.Series:
        return (mail.str.contains(_ADDRESS) & ~mail.str.contains(_OFFICE)) | mail.str.contains(_PRIVATE)

    return of_these(_likely(cells, likely), cells, judge)


def _likely(cells: pl.Series, likely: pl.Series | None) -> pl.Series:
    return with_at(cells, of_all(cells)) if likely is None else likely
