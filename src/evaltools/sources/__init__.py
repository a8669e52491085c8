"""Where answers and registers come from: one module or package is one source; each gives tidy tables and their problems."""
