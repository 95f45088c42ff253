"""The few kinds of error that this project raises. Nothing here knows of HTTP or of the command line."""


class StackgraphError(Exception):
    """Base of all errors that a user can be told about; the message says what is wrong and what to do."""


class BadInput(StackgraphError):
    """What was handed in cannot be used as it is: no such file, not text, a value outside its list."""


class NotFound(StackgraphError):
    """The thing asked for is not in the graph."""


class NotUnderstood(StackgraphError):
    """A question that the grammar cannot interpret.

    `understood`: the parts that it did recognise, in words; `examples`: questions of the nearest kind.
    """

    def __init__(self, message: str, understood: str = "", examples: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.understood = understood
        self.examples = examples


class NotAllowed(StackgraphError):
    """The caller did not show the API key that this needs."""


class StoreUnavailable(StackgraphError):
    """The database cannot be reached, or went away; the same call may work later."""


class InvalidOntology(StackgraphError):
    """`ontology.yaml` contradicts itself or holds a key that nobody knows."""
