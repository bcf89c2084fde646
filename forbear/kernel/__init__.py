"""Words that every room shares: money, days, ids, languages, errors. Imports nothing of Forbear."""
