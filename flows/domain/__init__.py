"""Values and rules of publishing open data. No file, network, clock or environment is touched here."""
