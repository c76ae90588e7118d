"""Days as people count them: they begin at midnight in Viet Nam, which keeps no summer time. Times are stored in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

LOCAL_TIME = timezone(timedelta(hours=7))


def today() -> date:
    return datetime.now(LOCAL_TIME).date()


def local_day(stored: datetime) -> date:
    """The day of a time of the operational database; macro local_day is the same in SQL."""
    return stored.replace(tzinfo=UTC).astimezone(LOCAL_TIME).date()
