"""Quality scores of a dataset and of an agency, each lost point with its reason: what they mean is docs/scores.md.

Three families that are never mixed: NECTEC's published metrics, the weights of the statistical office's catalogue
checker, and our own indicator. What was not measured is None, never 0 and never full.

Start at domain/score.py (the values), then `dataset.py`; `facts.py` is what a caller has to know after a run.
"""

from flows.domain.score import Family, FamilyTotal, HistoryLine, Lost, Measure, Score, shown
from flows.scores.agency import score_agency
from flows.scores.cells import CellCounts, count_cells
from flows.scores.dataset import score_dataset
from flows.scores.facts import Facts, Found, ResourceFacts
from flows.scores.history import alike, appended, decode_history, encode_history, readable_history
from flows.scores.lateness import OWN_DAYS, cycle_days
from flows.scores.nectec import stars
from flows.scores.perd import MACHINE_FORMATS, OPEN_FORMATS
from flows.scores.stored import as_json, from_json

__all__ = [
    "MACHINE_FORMATS",
    "OPEN_FORMATS",
    "OWN_DAYS",
    "CellCounts",
    "Facts",
    "Family",
    "FamilyTotal",
    "Found",
    "HistoryLine",
    "Lost",
    "Measure",
    "ResourceFacts",
    "Score",
    "alike",
    "appended",
    "as_json",
    "count_cells",
    "cycle_days",
    "decode_history",
    "encode_history",
    "from_json",
    "readable_history",
    "score_agency",
    "score_dataset",
    "shown",
    "stars",
]
