"""Leaders being assigned to clusters."""

from pydantic import BaseModel, ConfigDict, Field

from dashboard.doors.api.models.answers import Answer, Day, Whole


class Assigned(Answer):
    """A leader assigned to a cluster from a day on; an empty `person`: nobody is."""

    id: int
    at: str
    author: str
    region: str
    cluster: str
    person: str
    post: str
    since: str
    reason: str


class NewAssignment(BaseModel):
    """Who is to be assigned to a cluster from a day on, and why."""

    model_config = ConfigDict(extra="forbid")

    region: str = Field(max_length=200)
    cluster: str = Field(max_length=200)
    person: str = Field("", max_length=200, description="Empty: nobody is, from that day on.")
    post: str = Field("", max_length=200)
    since: Day = Field(description="The first day of it, as 2026-03-01.")
    reason: str = Field(max_length=2000, description="At most 500 characters in one line.")
    seen: Whole | None = Field(
        None, description="The id of the last assignment that was seen, 0 for none."
    )
