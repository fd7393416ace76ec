"""The English ids of the Thai metadata standard's choice lists.

A portal's own (Thai) value for each id stands in its profile, schemas/portals/<profile>.yaml.
Source of the lists: the data.go.th-style metadata form (GD Catalog guideline v1.0, March 2564 B.E.).
"""

from typing import Literal

from flows.domain.text import Text

DataType = Literal["record", "statistics", "geospatial", "mixed", "other"]

Category = Literal["public", "internal", "personal", "security", "official-secret"]

CATEGORY_WORDS: dict[Category, Text] = {
    "public": Text(th="ข้อมูลสาธารณะ", en="public data"),
    "internal": Text(th="ข้อมูลใช้ภายใน", en="internal data"),
    "personal": Text(th="ข้อมูลส่วนบุคคล", en="personal data"),
    "security": Text(th="ข้อมูลความมั่นคง", en="security data"),
    "official-secret": Text(th="ข้อมูลความลับทางราชการ", en="official secrets"),
}

Classification = Literal["open", "internal", "confidential", "secret", "top-secret"]

Objective = Literal[
    "national-strategy",
    "economic-social-plan",
    "security-plan",
    "master-plan",
    "reform-plan",
    "level-3-plan",
    "government-policy",
    "cabinet-resolution",
    "public-service",
    "law",
    "agency-mission",
    "international-index",
    "unknown",
    "other",
]

FrequencyUnit = Literal[
    "unknown",
    "year",
    "half-year",
    "quarter",
    "month",
    "week",
    "day",
    "working-day",
    "hour",
    "minute",
    "real-time",
    "not-updated",
    "other",
]

Coverage = Literal[
    "none",
    "world",
    "continent",
    "economic-group",
    "country",
    "region",
    "province",
    "district",
    "subdistrict",
    "village",
    "local-government",
    "coordinates",
    "unknown",
    "other",
]

DataFormat = Literal[
    "Database",
    "CSV",
    "XML",
    "Image",
    "Video",
    "Audio",
    "Text",
    "JSON",
    "HTML",
    "DOC/DOCX",
    "XLS",
    "PDF",
    "RDF",
    "NoSQL",
    "Arc/Info Coverage",
    "Shapefile",
    "GeoTiff",
    "GML",
    "unknown",
    "other",
]

Language = Literal["th", "en", "zh", "ms", "my", "lo", "km", "ja", "ko", "fr", "de", "ar", "unknown", "other"]
