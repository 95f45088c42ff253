"""From a question in plain English to a typed query: tokens, names, grammar, meaning. No language model, no guess.

`understand` in `understand.py` is the way in; `words.yaml` holds the wording, `grammar.lark` the shapes of questions.
"""
