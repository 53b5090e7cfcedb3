"""The Rasa project names exactly the intents that have phrases."""

from bot.understanding.nlu_files import NLU_DATA, intent_of, read_training_files
from content.front_matter import load_yaml


def test_the_domain_names_every_intent_once_and_no_other() -> None:
    domain = load_yaml((NLU_DATA / "domain.yml").read_text("utf-8"), "domain.yml")
    trained = [intent_of(each) for each in read_training_files(NLU_DATA / "nlu").phrases]
    assert domain["intents"] == sorted(trained)


def test_the_pipeline_has_one_classifier_of_intents() -> None:
    config = load_yaml((NLU_DATA / "config.yml").read_text("utf-8"), "config.yml")
    classifiers = [part["name"] for part in config["pipeline"] if "Classifier" in part["name"]]
    assert classifiers == ["LogisticRegressionClassifier"]
