"""Everything on this one machine: the embedded portal, the agencies' servers, Prefect. For trying and for tests."""
