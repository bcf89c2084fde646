"""The words for behaviour features (phrases.yaml), checked when read: each feature has a topic, in three languages."""

from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from forbear.kernel.errors import BadInput
from forbear.risk.card import Topic
from forbear.risk.features import FEATURES


class Phrases(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: dict[str, Topic]
    features: dict[str, list[str]]

    @property
    def topic_of(self) -> dict[str, str]:
        """Each feature's topic."""
        return {feature: topic for topic, features in self.features.items() for feature in features}


def behaviour_phrases() -> Phrases:
    """The phrases that a behaviour card carries. BadInput where the file is not complete."""
    file = files("forbear.risk") / "phrases.yaml"
    try:
        phrases = Phrases.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise BadInput(f"{error}", where="forbear/risk/phrases.yaml", mend="Correct the file.") from error
    wordless = set(FEATURES) ^ set(phrases.topic_of) | set(phrases.topics) ^ set(phrases.features)
    if wordless:
        raise BadInput(f"{min(wordless)} has no topic, or is no feature.", where="forbear/risk/phrases.yaml")
    return phrases
