"""What will not work on a portal, before anything is published there: `perd doctor`.

- examinations: all of them, in order; begin there
- connection, software, schema, declarations, rights, uploads, datastore, search: the examinations by family; each is a
  function that yields findings, and what judges is pure
- subject: the portal that is looked at; needs: what our declarations ask of it
- first_answer: with its clock and its certificate; room: for how large an upload
- trial: a dataset that the portal must refuse; try_upload: the one thing that writes, if a person asks for it
- finding: what is said, and how bad it is; words: every sentence, Thai first; telling: lists, days and sizes
"""

from flows.portal.doctor.examinations import EXAMINATIONS, Examination, Examined, examine
from flows.portal.doctor.finding import Finding, Weight
from flows.portal.doctor.needs import Needs, needs_of
from flows.portal.doctor.subject import Subject

__all__ = [
    "EXAMINATIONS",
    "Examination",
    "Examined",
    "Finding",
    "Needs",
    "Subject",
    "Weight",
    "examine",
    "needs_of",
]
