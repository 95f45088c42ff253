"""The pipeline inside spaCy."""

import spacy


def test_spacy_users_find_entities_and_claims():
    nlp = spacy.blank("en")
    nlp.add_pipe("stackgraph")
    doc = nlp("BMW uses Amazon Web Services.")
    assert {(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents} == {
        ("BMW", "Company", "company:bmw"),
        ("Amazon Web Services", "Platform", "platform:aws"),
    }
    assert [(c.subject.name, c.type, c.object.name) for c in doc._.claims] == [("BMW", "USES", "AWS")]
