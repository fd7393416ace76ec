"""What is declared about the dataset, in words."""

from flows.domain.dataset import Declaration
from flows.domain.text import Text
from flows.reports import choice_words


def metadata(declared: Declaration) -> list[tuple[Text, Text | None]]:
    """(what it is called, what is declared) in the standard's order; None for what is not declared."""
    return [
        (Text(th="ประเภทชุดข้อมูล", en="Type"), choice_words.DATA_TYPE.get(declared.data_type or "")),
        (Text(th="หมวดหมู่ตามธรรมาภิบาลข้อมูล", en="Category"), choice_words.CATEGORY.get(declared.category or "")),
        (Text(th="สัญญาอนุญาต", en="Licence"), _same(declared.licence)),
        (Text(th="วัตถุประสงค์", en="Objective"), _joined([choice_words.OBJECTIVE[o] for o in declared.objective])),
        (
            Text(th="ความถี่ในการปรับปรุง", en="Update frequency"),
            choice_words.frequency_words(declared.frequency) if declared.frequency else None,
        ),
        (
            Text(th="ขอบเขตเชิงภูมิศาสตร์", en="Geographic coverage"),
            choice_words.COVERAGE.get(declared.coverage or ""),
        ),
        (Text(th="แหล่งที่มา", en="Data source"), _same(declared.data_source)),
        (Text(th="คำสำคัญ", en="Keywords"), _joined([Text(th=tag, en=tag) for tag in declared.tags])),
        (Text(th="คำอธิบาย", en="Description"), _same(declared.description)),
    ]


def _same(text: str | None) -> Text | None:
    return Text(th=text, en=text) if text else None


def _joined(texts: list[Text]) -> Text | None:
    if not texts:
        return None
    return Text(th=", ".join(text.th for text in texts), en=", ".join(text.en for text in texts))
