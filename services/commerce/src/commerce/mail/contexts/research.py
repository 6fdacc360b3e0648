"""Context of the daily research report."""

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Part, Url


class Opportunity(Part):
    """A find worth a look."""

    title: Line = Field(description="Product", examples=["Pour-over kettle"])
    score: int = Field(description="Score, 0 to 100", examples=[82])
    coverage: int = Field(
        description="Points of weight that answered, of 100: how much the score rests on",
        examples=[35],
    )


class DailyResearch(MailContext):
    """For the merchant: what the day's research found."""

    analysed: int = Field(description="Products that were looked at", examples=[150])
    watch_listed: int = Field(description="Put on the watchlist by the rule", examples=[4])
    imported: int = Field(default=0, description="Imported by the rule", examples=[2])
    held_back: int = Field(
        default=0,
        description="Strong enough, but beyond the day's cap or the plan",
        examples=[0],
    )
    unanswered: int = Field(default=0, description="Suppliers that did not answer", examples=[0])
    drafts: list[Opportunity] = Field(
        default=[],
        description="Those the rule imported, the best first",
        examples=[[{"title": "Pour-over kettle", "score": 82, "coverage": 35}]],
    )
    watched: list[Opportunity] = Field(
        default=[],
        description="Those the rule put on the watchlist, the best first",
        examples=[[{"title": "Walnut cable dock", "score": 71, "coverage": 33}]],
    )
    items: list[Opportunity] = Field(
        description="Top opportunities, the best first",
        examples=[[{"title": "Pour-over kettle", "score": 82, "coverage": 35}]],
    )
    url: Url = Field(
        description="The research page", examples=["https://app.example/stores/1/research"]
    )
    review_url: Url = Field(
        description="The page where imports are reviewed",
        examples=["https://app.example/stores/1/import-review"],
    )
