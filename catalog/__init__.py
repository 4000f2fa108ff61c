"""What is true: tables, plan import, agencies, assignments, evidence, figures."""
