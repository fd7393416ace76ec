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

Support = Literal[
    "none",
    "state-agency",
    "private-body",
    "international-organisation",
    "foundation",
    "educational-institution",
    "other",
]

Collected = Literal[
    "none",
    "person",
    "household",
    "dwelling",
    "business",
    "building",
    "agricultural-area",
    "animal-or-plant",
    "geographic-area",
    "water-source",
    "transport-route",
    "unknown",
    "other",
]

Disaggregation = Literal[
    "none",
    "sex",
    "age",
    "marital-status",
    "religion",
    "education",
    "occupation",
    "work-status",
    "industry",
    "income",
    "geographic-area",
    "product",
    "unknown",
    "other",
]

Multiplier = Literal[
    "unit",
    "ten",
    "hundred",
    "thousand",
    "ten-thousand",
    "hundred-thousand",
    "million",
    "ten-million",
    "hundred-million",
    "billion",
    "ten-billion",
    "hundred-billion",
    "trillion",
    "unknown",
    "other",
]

GeographicDataSet = Literal[
    "land-parcel",
    "administrative-boundary",
    "transport",
    "settlement",
    "forest",
    "land-use",
    "water-source",
    "hydrology",
    "survey-mark",
    "elevation",
    "topographic-map",
    "aerial-photo",
    "satellite-image",
]

Scale = Literal[
    "1-4000",
    "1-10000",
    "1-25000",
    "1-50000",
    "1-250000",
    "other",
]
