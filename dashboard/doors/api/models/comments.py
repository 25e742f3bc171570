"""What is said of figures."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.doors.api.models.answers import Answer


class Comment(Answer):
    """What was said of a figure; `author` is empty where the asker may not know.

    What is of a withdrawal is empty where it stands.
    """

    id: int
    at: str
    author: str
    region: str
    subject: str
    indicator: str
    period: str
    audience: str
    text: str
    withdrawn_at: str
    withdrawn_by: str
    reason: str


class NewComment(BaseModel):
    """What is to be said of a figure, and for whom."""

    model_config = ConfigDict(extra="forbid")

    region: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    indicator: str = Field(max_length=200)
    period: str = Field(max_length=200)
    text: str = Field(max_length=2000, description="At most 500 characters in one line.")
    audience: Literal["reporting", "readers", "public"] = Field(
        "reporting", description="Who may see it; `public` is written by who may publish."
    )


class Withdrawal(BaseModel):
    """Why a comment is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=2000, description="At most 500 characters in one line.")
