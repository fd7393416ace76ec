"""Hypothesis looks for cases. How long one takes is the machine's affair: no test fails by the clock."""

from hypothesis import HealthCheck, settings

settings.register_profile("perd", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("perd")
