"""From a document to a catalogue: its tree, its brackets, its sentences; guesses say so."""
