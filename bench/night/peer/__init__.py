"""The same night written by hand in pandas: the peer. Shares no expression with the product, only its data files."""
