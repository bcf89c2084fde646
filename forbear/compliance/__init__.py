"""May we? The law as data, one gate for each act, one mask for a portfolio. Pure: no clock, network or database."""
