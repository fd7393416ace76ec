"""Which rows of a canonical table Frictionless would say nothing of: proven column by column, at the disk's speed.

Frictionless stays the author of every error. What is not proven here is handed to it, with its own row number and
cells: a cell, a row, a piece of the file, or the whole file. Nothing in this room decides that something is wrong. That
the cells of a piece are those that csv.reader sees is the room flows/canonical's own proof.

    patterns    a regular expression of a Table Schema for Rust's engine, never looser
    cells       what Frictionless surely accepts, as a predicate over a column
    column      one field: its predicate, and what Frictionless' own cell reader has said of single texts
    keys        which rows share a value that has to be unique
    references  which rows refer to a row that is there
    sample      proven rows read by Frictionless as well, at random
    table       all fields and keys of a table
    known       what is known of a file after one look
    digests     its MD5 and SHA-256
    scan        all of it over the whole file, once
    selection   the rows that are not proven, again from the file
    stamps      what Frictionless said of a row, said of the next row with the same cells at fault
    handing     a Frictionless resource that sees only those rows
    stop        what Frictionless says of a file that it has not read to its end
    report      report and errors, by way of a proof or without one
"""
