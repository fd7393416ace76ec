"""Which numbers stand together on the page, and in which order."""

from flows.domain.text import Text

SUMMARY = (
    "disclosed",
    "open-licence",
    "machine-readable",
    "items-complete",
    "fresh",
    "free-access",
    "dictionary",
    "api",
    "high-value",
)
"""What is said first."""

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        Text(th="การเปิดเผย", en="Disclosure"),
        ("disclosed", "disclosed-growth", "open-licence", "high-value", "present-downstream"),
    ),
    (
        Text(th="คุณลักษณะห้าข้อที่ทดสอบ", en="The five characteristics, tested"),
        ("free-access", "any-platform", "no-charge", "redistributable", "any-purpose"),
    ),
    (
        Text(th="คุณภาพ", en="Quality"),
        ("items-complete", "fresh", "machine-readable", "open-format", "dictionary", "api", "findings"),
    ),
    (
        Text(th="การแลกเปลี่ยนและการใช้", en="Exchange and use"),
        ("shared-with-agencies", "pulled-by-machine", "views", "downloads"),
    ),
    (
        Text(th="การตัดสินใจและหลักฐาน", en="Decisions and evidence"),
        ("decisions", "own-indicator", "verified-records"),
    ),
)
"""Every number of a scope that has no chart of its own."""

STANDING = ("disclosed", "disclosed-growth", "open-licence", "items-complete", "fresh", "own-indicator")
"""The columns of the table of agencies."""
