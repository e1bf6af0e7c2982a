"""The register (台账): out to the units, and back."""
