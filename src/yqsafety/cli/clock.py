"""The clock: read here and nowhere else, in China's time.

Deadlines are days in China, whatever the time zone of the machine. It is asked for as
`clock.china_now()`, so that a test or a tool can put another clock in its place.
"""

import datetime as dt

CHINA = dt.timezone(dt.timedelta(hours=8))


def china_now() -> dt.datetime:
    """The current moment in China (UTC+8); the clock is read nowhere else."""
    return dt.datetime.now(CHINA)
