"""From a document to a catalogue: its tree, its brackets, its sentences, and guesses that say so."""
