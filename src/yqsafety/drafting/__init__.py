"""From a document to the draft of a catalogue: its paragraphs and tables first."""
