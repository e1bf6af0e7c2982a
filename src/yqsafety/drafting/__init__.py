"""From a document to a draft of its catalogue, in which every guess says why."""
