"""From the agency's bytes to one canonical UTF-8 CSV, every change declared and counted. Start reading at table.py."""

from flows.tidy.received import ReceivedCells, received_rows
from flows.tidy.table import tidy
from flows.tidy.untidy import Untidy

VERSION = "1"
"""Raised by one whenever the same bytes and rules would give another canonical file: published tables are made anew."""

__all__ = ["VERSION", "ReceivedCells", "Untidy", "received_rows", "tidy"]
