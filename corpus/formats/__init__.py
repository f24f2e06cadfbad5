"""One reader for each file format: what a file says, as text, and what it tells about itself."""

from corpus.formats.extracted import Extracted
from corpus.formats.sandbox import Sandbox

__all__ = ["Extracted", "Sandbox"]
