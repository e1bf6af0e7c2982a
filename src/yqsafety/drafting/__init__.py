"""Making and rewriting catalogues: from a document to the two files, and by commands. Pure."""
