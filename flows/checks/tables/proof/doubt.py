"""The one way out of this room: the file is for Frictionless alone."""


class Doubt(Exception):
    """Nothing can be proven about this file, or it is not worth it. Says why; never leaves the room."""
