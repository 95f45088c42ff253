"""The command `stackgraph` with an extractor made by hand, for where the model is not there: run as a module."""

from cli.main import main
from loaders.pipeline import Pipeline
from tests.loaders.fake import ByHand

if __name__ == "__main__":
    Pipeline.open = lambda _: ByHand()  # type: ignore[assignment, method-assign, return-value]
    main()
