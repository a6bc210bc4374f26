"""What all tests share: hypothesis draws the same examples each time, and is not hurried by the clock."""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")
