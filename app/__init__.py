"""From a question to an answer: the HTTP API and the explore page."""
