"""How a canonical file is read: in pieces, by polars where it surely sees the cells that csv.reader sees, else by that.

Every cell is the text that Frictionless sees, so a line end within one is LF. Memory does not grow with the file.
"""

from flows.canonical.doubt import Doubt
from flows.canonical.pieces import Piece, pieces_of

__all__ = ["Doubt", "Piece", "pieces_of"]
