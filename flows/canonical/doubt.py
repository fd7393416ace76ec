"""The one way to say that a file is not to be gone on with, which is no fault of the file's."""


class Doubt(Exception):
    """csv.reader refuses to read the file, or nothing can be proven of it, or it is not worth it. Says why."""
