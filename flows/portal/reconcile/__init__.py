"""In what the portal is not what ledger and archive say: `perd reconcile`.

- compare: facts in, drifts out; begin there. archive, dataset, files, tables, metadata, search: the drifts by family,
  each of one case; undeclared: those of the portal as a whole
- looking: a dataset as editors and visitors see it, with row_counts of its tables; census: what bears our mark; seen:
  what both give
- mending: what is sent to put it right
- words: every sentence, Thai first; saying: how they are filled in
"""

from flows.portal.reconcile.census import Census, census_of, whole_census
from flows.portal.reconcile.compare import compare
from flows.portal.reconcile.looking import AtHand, look
from flows.portal.reconcile.seen import Seen
from flows.portal.reconcile.words import ACTS

__all__ = ["ACTS", "AtHand", "Census", "Seen", "census_of", "compare", "look", "whole_census"]
